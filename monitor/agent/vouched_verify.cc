#include "agent/vouched_verify.h"

#include <utility>

#include "ledger/kept_checkpoints.h"
#include "ledger/time_stamp.h"

namespace muniment {
namespace {

std::string name_of_size(std::uint64_t size) {
  return "checkpoints/" + std::to_string(size);
}

// What is damaged or not valid is noted; anything else could not be told.
Status note_problem(const std::string& where, Error error, Vouched& vouched) {
  if (error.code != ErrorCode::kCorrupt && error.code != ErrorCode::kNotFound) {
    return error;
  }
  vouched.problems.push_back({where, std::move(error.what)});
  return ok();
}

Status check_note(const KeptCheckpoints& files, std::uint64_t size,
                  const std::vector<WitnessSettings>& witnesses, Vouched& vouched) {
  const std::string where = name_of_size(size);
  Result<VouchedCheckpoint> loaded = files.load(size);
  if (!loaded) {
    return note_problem(where, std::move(loaded).error(), vouched);
  }
  const Note& note = loaded.value().note;
  for (const WitnessSettings& witness : witnesses) {
    const auto cosigned = witness.key.newest_in(note);
    if (!cosigned) {
      MUNIMENT_TRY(note_problem(where, cosigned.error(), vouched));
    } else if (cosigned.value()) {
      vouched.cosignatures += 1;
    }
  }
  vouched.kept.push_back({where, format_note(note)});
  return ok();
}

Status check_stamp(const KeptCheckpoints& files, std::uint64_t size,
                   const std::string& ca_file, Vouched& vouched) {
  const Status is_valid = [&]() -> Status {
    MUNIMENT_ASSIGN(const VouchedCheckpoint stamped, files.load(size));
    MUNIMENT_ASSIGN(const std::string reply, files.load_time_stamp(size));
    MUNIMENT_TRY(verify_time_stamp(reply, stamped.note.text, ca_file));
    return ok();
  }();
  if (!is_valid) {
    return note_problem(name_of_size(size) + ".tsr", is_valid.error(), vouched);
  }
  vouched.time_stamps += 1;
  return ok();
}

}  // namespace

Result<Vouched> verify_vouched(const StateDirectory& state,
                               const std::vector<WitnessSettings>& witnesses,
                               const std::string& ca_file) {
  const KeptCheckpoints files(state.checkpoints());
  Vouched vouched;
  MUNIMENT_ASSIGN(const auto sizes, files.sizes());
  for (const std::uint64_t size : sizes) {
    MUNIMENT_TRY(check_note(files, size, witnesses, vouched));
  }
  if (!ca_file.empty()) {
    MUNIMENT_ASSIGN(const auto stamped, files.stamped_sizes());
    for (const std::uint64_t size : stamped) {
      MUNIMENT_TRY(check_stamp(files, size, ca_file, vouched));
    }
  }
  return vouched;
}

}  // namespace muniment
