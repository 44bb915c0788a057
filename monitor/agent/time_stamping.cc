#include "agent/time_stamping.h"

#include "agent/witness_round.h"
#include "ledger/kept_checkpoints.h"
#include "ledger/time_stamp.h"
#include "model/printable.h"

namespace muniment {
namespace {

constexpr int kStampsLookedAt = 16;

// The stamp of one size, when there is one that verifies.
std::optional<Stamped> kept_stamp(const KeptCheckpoints& kept, std::uint64_t size,
                                  const std::string& ca_file) {
  const auto checkpoint = kept.load(size);
  const auto reply = kept.load_time_stamp(size);
  if (!checkpoint || !reply) {
    return std::nullopt;
  }
  const auto time =
      verify_time_stamp(reply.value(), checkpoint.value().note.text, ca_file);
  return time ? std::optional(Stamped{size, time.value(), false, true}) : std::nullopt;
}

}  // namespace

Result<Stamped> stamp_checkpoint(const StateDirectory& state,
                                 const TimeStampSettings& settings,
                                 const HttpPost& post, const std::atomic<bool>& stop) {
  MUNIMENT_ASSIGN(const CheckpointToCosign shown, checkpoint_to_show(state));
  const KeptCheckpoints kept(state.checkpoints());
  if (const auto known = kept_stamp(kept, shown.checkpoint.size, settings.ca_file)) {
    return *known;
  }
  MUNIMENT_ASSIGN(const TimeStampRequest request,
                  make_time_stamp_request(shown.note.text));
  MUNIMENT_ASSIGN(
      const HttpReply reply,
      post({settings.url, "application/timestamp-query", request.der}, stop));
  auto time =
      check_time_stamp_answer(request, reply, settings.ca_file, wall_clock_now());
  if (!time) {
    Error error = std::move(time).error();
    // The reply is not to be trusted; the ledger is.
    error.code = error.code == ErrorCode::kCorrupt ? ErrorCode::kIo : error.code;
    error.what = "POST " + printable(settings.url) + ": " + error.what;
    return error;
  }
  MUNIMENT_ASSIGN(const FileLock lock, FileLock::take(state.write_lock()));
  MUNIMENT_TRY(
      KeptCheckpoints(state.checkpoints()).keep_time_stamp(shown.note, reply.body));
  return Stamped{shown.checkpoint.size, time.value(), true, true};
}

Result<Stamped> stamp_when_old(const StateDirectory& state,
                               const TimeStampSettings& settings, const HttpPost& post,
                               const std::atomic<bool>& stop) {
  MUNIMENT_ASSIGN(std::optional<Stamped> newest, newest_stamp(state, settings.ca_file));
  if (newest && wall_clock_now().ns - newest->time.ns < settings.every.count()) {
    newest->is_of_now = false;
    return *newest;
  }
  return stamp_checkpoint(state, settings, post, stop);
}

Result<std::optional<Stamped>> newest_stamp(const StateDirectory& state,
                                            const std::string& ca_file) {
  const KeptCheckpoints kept(state.checkpoints());
  MUNIMENT_ASSIGN(const std::vector<std::uint64_t> sizes, kept.stamped_sizes());
  int looked_at = 0;
  for (auto size = sizes.rbegin(); size != sizes.rend() && looked_at < kStampsLookedAt;
       ++size, ++looked_at) {
    if (auto stamp = kept_stamp(kept, *size, ca_file)) {
      return stamp;
    }
  }
  return std::optional<Stamped>();
}

}  // namespace muniment
