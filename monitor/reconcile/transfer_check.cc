#include "reconcile/transfer_check.h"

#include <unordered_set>

#include "catalogue/content_index.h"

namespace muniment {
namespace {

// Other content under the same path is another item.
std::string identity_of(const StorePath& path, const ItemFacts& facts) {
  return path + '\0' +
         (facts.digests ? to_hex(facts.digests->sha256)
                        : std::string(name_of(facts.type)) + facts.link_target);
}

class Check {
 public:
  Check(Reader& reader, const TransferQuestion& question,
        const TransferListener& listed, ContentIndex contents, UnobservedPlaces places)
      : reader_(reader),
        question_(question),
        transfer_(*question.transfer),
        listed_(listed),
        contents_(std::move(contents)),
        destination_places_(std::move(places)) {}

  Result<TransferCheck> run() {
    MUNIMENT_TRY(
        each_classified(reader_, transfer_.from_id, question_.policy,
                        [&](const ClassifiedItem& each) -> Status {
                          if (!question_.scope->covers(each.path, each.facts)) {
                            return ok();
                          }
                          counts_.at_source += 1;
                          return judge(each.path, each.item.facts, true);
                        }));
    MUNIMENT_TRY(judge_what_went());
    MUNIMENT_TRY(count_hidden_places());
    return counts_;
  }

 private:
  // Gone from the source since the transfer was opened, and not come back.
  Status judge_what_went() {
    MUNIMENT_ASSIGN(Classifier classifier,
                    Classifier::make(reader_, transfer_.from_id));
    std::unordered_set<std::string> judged;  // identities
    return reader_.each_tombstone(
        transfer_.from_id, "", [&](const Tombstone& tombstone) -> Status {
          const ItemRemoved& removed = tombstone.removed;
          const bool within =
              removed.first_missed >= transfer_.opened &&
              (!transfer_.closed || removed.last_seen <= *transfer_.closed);
          if (!within) {
            return ok();
          }
          MUNIMENT_ASSIGN(const Classification facts,
                          classifier.classify_path(removed.path, removed.facts.digests,
                                                   question_.policy));
          if (!question_.scope->covers(removed.path, facts)) {
            return ok();
          }
          MUNIMENT_ASSIGN(const std::optional<KnownItem> back,
                          reader_.item(transfer_.from_id, removed.path));
          const std::string identity = identity_of(removed.path, removed.facts);
          const bool is_back =
              back && identity_of(removed.path, back->facts) == identity;
          if (is_back || !judged.insert(identity).second) {
            return ok();
          }
          return judge(removed.path, removed.facts, false);
        });
  }

  Status judge(const StorePath& path, const ItemFacts& facts, bool at_source) {
    counts_.items += 1;
    counts_.bytes += facts.size;
    MUNIMENT_ASSIGN(const std::optional<Time> read, read_at_destination(path, facts));
    if (read && *read >= transfer_.opened) {
      counts_.verified += 1;
      return ok();
    }
    if (read) {
      counts_.unverified += 1;
      return listed_(TransferState::kUnverified, path, facts.size,
                     "last read at the destination " + format_time(*read));
    }
    MUNIMENT_ASSIGN(const std::optional<KnownItem> there,
                    reader_.item(transfer_.to_id, path));
    return there ? judge_namesake(path, facts, *there)
                 : judge_absent(path, facts.size, at_source);
  }

  // Under its path something stands that was not found by content.
  Status judge_namesake(const StorePath& path, const ItemFacts& facts,
                        const KnownItem& there) {
    const UnobservedPlace* hidden = destination_places_.above(path);
    if (hidden != nullptr && there.facts.digests == facts.digests) {
      counts_.unverified += 1;
      return listed_(TransferState::kUnverified, path, facts.size,
                     "the destination cannot be seen there: " + hidden->reason);
    }
    counts_.different += 1;
    return listed_(TransferState::kDifferent, path, facts.size,
                   there.is_corrupted
                       ? "its content at the destination is corrupted"
                       : "other content stands there, " +
                             std::to_string(there.facts.size) + " bytes");
  }

  Status judge_absent(const StorePath& path, std::uint64_t size, bool at_source) {
    if (!at_source && !destination_places_.all().empty()) {
      counts_.unverified += 1;  // not lost as long as it may be where nobody can look
      return listed_(TransferState::kUnverified, path, size,
                     "gone from the source; the destination has places that cannot be "
                     "seen");
    }
    (at_source ? counts_.absent : counts_.lost) += 1;
    return listed_(at_source ? TransferState::kAbsent : TransferState::kLost, path,
                   size, "");
  }

  // When the content was last read there; what is no regular file is compared by type and
  // target. nullopt: the destination does not hold it.
  Result<std::optional<Time>> read_at_destination(const StorePath& path,
                                                  const ItemFacts& facts) {
    if (facts.digests) {
      MUNIMENT_ASSIGN(const std::optional<ContentCopies> copies,
                      contents_.in_store(transfer_.to_id, facts.digests->sha256));
      return copies ? std::optional(copies->read) : std::optional<Time>();
    }
    MUNIMENT_ASSIGN(const std::optional<KnownItem> there,
                    reader_.item(transfer_.to_id, path));
    const bool is_same = there && there->facts.type == facts.type &&
                         there->facts.link_target == facts.link_target;
    return is_same ? std::optional(there->first_seen) : std::optional<Time>();
  }

  Status count_hidden_places() {
    MUNIMENT_ASSIGN(const UnobservedPlaces places,
                    UnobservedPlaces::of(reader_, transfer_.from_id));
    counts_.not_observed = places.all().size();
    return ok();
  }

  Reader& reader_;
  const TransferQuestion& question_;
  const TransferRecord& transfer_;
  const TransferListener& listed_;
  ContentIndex contents_;
  UnobservedPlaces destination_places_;
  TransferCheck counts_;
};

}  // namespace

std::string_view name_of(TransferState state) {
  switch (state) {
    case TransferState::kVerified:
      return "verified";
    case TransferState::kUnverified:
      return "unverified";
    case TransferState::kDifferent:
      return "different";
    case TransferState::kAbsent:
      return "absent";
    case TransferState::kLost:
      return "lost";
  }
  return "";
}

Result<TransferCheck> check_transfer(Reader& reader, const TransferQuestion& question,
                                     const TransferListener& listed) {
  MUNIMENT_ASSIGN(ContentIndex contents,
                  ContentIndex::make(question.catalogue, question.scratch,
                                     {question.transfer->to_id}));
  MUNIMENT_ASSIGN(UnobservedPlaces places,
                  UnobservedPlaces::of(reader, question.transfer->to_id));
  return Check(reader, question, listed, std::move(contents), std::move(places)).run();
}

}  // namespace muniment
