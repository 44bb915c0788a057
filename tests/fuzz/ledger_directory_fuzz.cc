// Whatever somebody did to the files of a ledger: it verifies and opens only as one that
// its key signed, and gives out only the entries that were signed.

#include "edited_files.h"
#include "fuzz_target.h"
#include "ledger/ledger.h"
#include "ledger/ledger_reader.h"
#include "ledger/note.h"
#include "ledger/verify.h"

namespace muniment {
namespace {

constexpr std::string_view kOrigin = "example.org/muniment";
// One full tile and the beginning of the next, so that there are two levels.
constexpr std::uint64_t kSize = 258;
constexpr std::uint64_t kPendingSize = 261;

SigningKey the_key() {
  return SigningKey::load(MUNIMENT_LEDGER_GOLDEN "/signing_key.pem", kOrigin).value();
}

std::string an_entry(std::uint64_t index) {
  return "e" + std::to_string(index);
}

// A ledger, and what an append leaves that is killed before its rename.
class Target {
 public:
  Target() {
    Ledger ledger = Ledger::open(directory(), the_key()).value();
    sign(ledger.checkpoint());
    append(ledger, kSize);
    const std::string before = ledger.signed_checkpoint();
    const TileFiles old_files(directory(), kSize);
    EntryBundle bundle;
    std::vector<Hash> hashes;
    MUNIMENT_CHECK(old_files.read_bundle(1, bundle));
    MUNIMENT_CHECK(old_files.read_tile(0, 1, hashes));
    append(ledger, kPendingSize);
    write("checkpoint.new", ledger.signed_checkpoint());
    write("checkpoint", before);
    write("tile/entries/001.p/2", bundle.bytes);
    write("tile/0/001.p/2", {reinterpret_cast<const char*>(hashes.data()), 64});
    files_.remember();
  }

  void check(const std::uint8_t* data, std::size_t size) {
    files_.apply(data, size);
    check_verify();
    if (const auto reader = LedgerReader::open(directory())) {
      (void)reader.value().read(0, kSize, [](auto, auto) { return Status(ok()); });
    }
    const Result<Ledger> opened = Ledger::open(directory(), the_key());
    if (!opened) {
      return;
    }
    MUNIMENT_CHECK(is_signed(opened.value().checkpoint()));
    check_verify();  // of what open() finished
  }

 private:
  std::string directory() const { return files_.path() + "/ledger"; }
  void write(const std::string& name, std::string_view bytes) {
    MUNIMENT_CHECK(create_file(directory() + '/' + name, bytes, 0644));
  }
  void append(Ledger& ledger, std::uint64_t until) {
    std::vector<std::string> entries;
    for (std::uint64_t i = ledger.size(); i < until; ++i) {
      entries.push_back(an_entry(i));
    }
    MUNIMENT_CHECK(ledger.append(entries));
    sign(ledger.checkpoint());
  }
  void sign(const Checkpoint& checkpoint) { signed_.push_back(checkpoint); }
  bool is_signed(const Checkpoint& checkpoint) const {
    return std::find(signed_.begin(), signed_.end(), checkpoint) != signed_.end();
  }

  void check_verify() {
    const VerifierKey key = the_key().verifier();
    const auto report = verify_ledger(directory(), key);
    if (!report || !report.value().ok()) {
      return;
    }
    const std::uint64_t size = report.value().size;
    MUNIMENT_CHECK(is_signed({std::string(kOrigin), size, report.value().root}));
    std::uint64_t next = 0;
    MUNIMENT_CHECK(
        TileFiles(directory(), size)
            .read_entries(0, size, [&](std::uint64_t i, std::string_view entry) {
              MUNIMENT_CHECK(i == next++);
              MUNIMENT_CHECK(entry == an_entry(i));
              return Status(ok());
            }));
    MUNIMENT_CHECK(next == size);
  }

  EditedFiles files_;
  std::vector<Checkpoint> signed_;
};

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static Target target;
  target.check(data, size);
  return 0;
}

}  // namespace muniment
