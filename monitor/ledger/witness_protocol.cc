#include "ledger/witness_protocol.h"

#include <algorithm>

#include "model/json_text.h"
#include "model/printable.h"

namespace muniment {
namespace {

constexpr std::size_t kMaxShownBody = 120;

WitnessAnswer no_answer(std::string sentence) {
  return {WitnessOutcome::kNoAnswer, std::move(sentence), {}, {}, {}};
}

std::string entries(std::uint64_t count) {
  return std::to_string(count) + (count == 1 ? " entry" : " entries");
}

// The first line of what the witness wrote, when it wrote anything.
std::string in_its_words(const HttpReply& reply) {
  const std::string_view body = reply.body;
  const std::string_view line = body.substr(0, body.find_first_of("\r\n"));
  return line.empty() ? "" : ": " + shortened(printable(line), kMaxShownBody);
}

WitnessAnswer rollback(const Submission& sent, std::uint64_t theirs) {
  return {WitnessOutcome::kRollback,
          "ROLLBACK: it has cosigned " + entries(theirs) +
              " of this ledger, which has only " + entries(sent.size) +
              " here. This state directory is an older copy. Record nothing more with "
              "it: keep it as it is, and find the newer one",
          theirs,
          {},
          {}};
}

WitnessAnswer fork(const Submission& sent, std::uint64_t theirs) {
  return {
      WitnessOutcome::kFork,
      "FORK: the " + entries(theirs) +
          " that it has cosigned are not the beginning of the " + entries(sent.size) +
          " here. Two copies of the state directory were continued separately, or "
          "an older one was restored and continued, or entries were rewritten. Keep "
          "this one as it is, and find the other",
      theirs,
      {},
      {}};
}

WitnessAnswer refused(const std::string& why, const HttpReply& reply) {
  return {WitnessOutcome::kRefused,
          "refused: " + why + " (HTTP " + std::to_string(reply.status) + ")" +
              in_its_words(reply),
          {},
          {},
          {}};
}

bool is_size_type(std::string_view content_type) {
  std::string type(content_type.substr(0, content_type.find(';')));
  type.erase(std::remove(type.begin(), type.end(), ' '), type.end());
  std::transform(type.begin(), type.end(), type.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return type == "text/x.tlog.size";
}

// The size in the body of a conflict; nothing when it is not of that form.
std::optional<std::uint64_t> size_of(const HttpReply& reply) {
  std::string_view body = reply.body;
  if (!is_size_type(reply.content_type) || !body.ends_with('\n')) {
    return std::nullopt;
  }
  body.remove_suffix(1);
  return parse_log_number(body);
}

WitnessReply read_conflict(const Submission& sent, const HttpReply& reply) {
  const std::optional<std::uint64_t> theirs = size_of(reply);
  if (sent.old_size == sent.size && theirs.value_or(sent.size) == sent.size) {
    return fork(sent, sent.size);  // the same size with another root
  }
  if (!theirs) {
    return no_answer("answered with a conflict that names no size");
  }
  if (*theirs > sent.size) {
    return rollback(sent, *theirs);
  }
  if (*theirs == sent.old_size) {
    return no_answer("contradicts itself: it wants a proof from " + entries(*theirs) +
                     " and refuses one");
  }
  return AskAgain{*theirs};
}

// REQUIRES: the proof was checked against this ledger's own tree.
WitnessAnswer read_disproof(const Submission& sent) {
  if (sent.old_size == 0) {
    return no_answer("refuses a consistency proof where none is needed");
  }
  return fork(sent, sent.old_size);
}

WitnessAnswer read_cosignatures(const Submission& sent, const HttpReply& reply,
                                Time now) {
  const auto note = parse_note(sent.note.text + '\n' + reply.body);
  // An empty line in the answer would make it part of the text.
  if (!note || note.value().text != sent.note.text) {
    return no_answer("its answer holds no cosignatures" + in_its_words(reply));
  }
  const auto newest = sent.key.newest_in(note.value());
  if (!newest) {
    return no_answer(newest.error().what);
  }
  if (!newest.value()) {
    return no_answer("cosigned with another key than the one configured, " +
                     printable(sent.key.text()));
  }
  if (newest.value()->ns > now.ns && newest.value()->ns - now.ns > kMaxClockAheadNs) {
    return no_answer("its clock is ahead of ours: it cosigned at " +
                     format_time(*newest.value()));
  }
  WitnessAnswer answer{
      WitnessOutcome::kCosigned,
      "cosigned " + entries(sent.size) + " at " + format_time(*newest.value()),
      sent.size,
      {},
      *newest.value()};
  for (const NoteSignature& signature : note.value().signatures) {
    if (sent.key.claims(signature)) {
      answer.cosignatures.push_back(signature);
    }
  }
  return answer;
}

}  // namespace

std::string add_checkpoint_url(std::string_view witness_url) {
  const bool has_slash = witness_url.ends_with('/');
  return std::string(witness_url) + (has_slash ? "" : "/") + "add-checkpoint";
}

std::string add_checkpoint_body(std::uint64_t old_size, std::span<const Hash> proof,
                                std::string_view signed_checkpoint) {
  std::string body = "old " + std::to_string(old_size) + '\n';
  for (const Hash& hash : proof) {
    body += to_base64({reinterpret_cast<const char*>(hash.data()), hash.size()}) + '\n';
  }
  return body + '\n' + std::string(signed_checkpoint);
}

WitnessReply read_witness_reply(const Submission& sent, const HttpReply& reply,
                                Time now) {
  switch (reply.status) {
    case 200:
      return read_cosignatures(sent, reply, now);
    case 400:
      return refused("it does not take the request for a checkpoint", reply);
    case 403:
      return refused(
          "it does not trust the key of this ledger; give it the one that "
          "muniment ledger key prints",
          reply);
    case 404:
      return refused(
          "it does not know this ledger; give it the key that muniment "
          "ledger key prints, and see that the URL is right",
          reply);
    case 409:
      return read_conflict(sent, reply);
    case 422:
      return read_disproof(sent);
    default:
      return no_answer("answered with HTTP status " + std::to_string(reply.status) +
                       in_its_words(reply));
  }
}

}  // namespace muniment
