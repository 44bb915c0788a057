#include "ledger/ledger_reader.h"

#include <utility>

#include "ledger/note.h"

namespace muniment {

Result<LedgerReader> LedgerReader::open(const std::string& directory) {
  MUNIMENT_ASSIGN(std::string bytes, read_checkpoint_bytes(directory));
  MUNIMENT_ASSIGN(const Note note, parse_note(bytes));
  MUNIMENT_ASSIGN(Checkpoint checkpoint, parse_checkpoint(note.text));
  return LedgerReader(directory, std::move(checkpoint), std::move(bytes));
}

}  // namespace muniment
