#include "reconcile/register_compare.h"

#include <unordered_map>

#include "catalogue/content_index.h"
#include "model/printable.h"

namespace muniment {
namespace {

// What of an item is not as the register has it; "" when all is, as far as it says.
std::string difference(const ItemRegistered& row, const KnownItem& item) {
  const auto& digests = item.facts.digests;
  if (row.size && *row.size != item.facts.size) {
    return "registered with " + std::to_string(*row.size) + " bytes, held with " +
           std::to_string(item.facts.size);
  }
  if (row.sha256 && digests && *row.sha256 != digests->sha256) {
    return "held with SHA-256 " + to_hex(digests->sha256);
  }
  return item.is_corrupted ? "its content is corrupted" : "";
}

bool is_by_digest(const ItemRegistered& row, const KnownItem& item) {
  return row.sha256 && item.facts.digests;
}

// What was found of the items that a row with an identifier only is about: one that is as
// registered is enough.
struct Identified {
  bool agrees = false;
  bool by_digest = false;
  std::string hidden;      // why nobody can look at one of them
  std::string difference;  // of one
};

class Comparison {
 public:
  Comparison(Reader& reader, const RegisterQuestion& question,
             const RegisterListener& listed, ContentIndex contents,
             UnobservedPlaces places)
      : reader_(reader),
        store_id_(question.store_id),
        listed_(listed),
        contents_(std::move(contents)),
        places_(std::move(places)) {}

  Result<RegisterComparison> run() {
    MUNIMENT_TRY(note_items());
    MUNIMENT_TRY(reader_.each_registered(
        store_id_, [&](const ItemRegistered& row) { return look_at(row); }));
    MUNIMENT_TRY(list_unregistered());
    return counts_;
  }

 private:
  // Which rows that have an identifier only are held: their items say so.
  Status note_items() {
    MUNIMENT_ASSIGN(const bool by_identifier, reader_.has_identifiers(store_id_));
    if (!by_identifier) {
      return ok();
    }
    return each_classified(
        reader_, store_id_, nullptr, [&](const ClassifiedItem& each) -> Status {
          if (each.registered != nullptr && each.registered->path.empty()) {
            note(*each.registered, each);
          }
          return ok();
        });
  }

  void note(const ItemRegistered& row, const ClassifiedItem& each) {
    Identified& found = identified_[row.identifier];
    const std::string other = difference(row, each.item);
    if (const UnobservedPlace* place = places_.above(each.path)) {
      found.hidden = place->reason;
    } else if (other.empty()) {
      found.agrees = true;
      found.by_digest = found.by_digest || is_by_digest(row, each.item);
    } else {
      found.difference = other;
    }
  }

  Status look_at(const ItemRegistered& row) {
    counts_.registered += 1;
    if (row.path.empty()) {
      return look_at_identifier(row);
    }
    if (const UnobservedPlace* place = places_.above(row.path)) {
      return tell_hidden(row, place->reason);
    }
    MUNIMENT_ASSIGN(const std::optional<KnownItem> item,
                    reader_.item(store_id_, row.path));
    if (!item) {
      return look_for_content(row);
    }
    const std::string other = difference(row, *item);
    return other.empty() ? count_match(is_by_digest(row, *item))
                         : tell_different(row, other);
  }

  Status look_at_identifier(const ItemRegistered& row) {
    const auto found = identified_.find(row.identifier);
    if (found == identified_.end()) {
      return look_for_content(row);
    }
    const Identified& items = found->second;
    if (items.agrees) {
      return count_match(items.by_digest);
    }
    return items.difference.empty() ? tell_hidden(row, items.hidden)
                                    : tell_different(row, items.difference);
  }

  Status count_match(bool by_digest) {
    counts_.matched += 1;
    counts_.by_digest += by_digest ? 1U : 0U;
    return ok();
  }

  Status tell_different(const ItemRegistered& row, const std::string& how) {
    counts_.different += 1;
    return tell(RegisterFinding::kDifferent, row, how);
  }

  Status tell_hidden(const ItemRegistered& row, const std::string& why) {
    counts_.not_observed += 1;
    return tell(RegisterFinding::kNotObserved, row, why);
  }

  Status look_for_content(const ItemRegistered& row) {
    if (row.sha256) {
      MUNIMENT_ASSIGN(const std::optional<ContentCopies> copies,
                      contents_.in_store(store_id_, *row.sha256));
      if (copies) {
        counts_.elsewhere += 1;
        return tell(RegisterFinding::kElsewhere, row,
                    "its content is held under another path");
      }
    }
    MUNIMENT_ASSIGN(const std::string moved, moved_to(row));
    if (!moved.empty()) {
      counts_.elsewhere += 1;
      return tell(RegisterFinding::kElsewhere, row, "it moved to " + printable(moved));
    }
    counts_.absent += 1;
    MUNIMENT_ASSIGN(const std::string history, history_of(row));
    return tell(RegisterFinding::kAbsent, row, history);
  }

  // Where the item is held that moved from the registered path; "" when it did not.
  Result<std::string> moved_to(const ItemRegistered& row) {
    if (row.path.empty()) {
      return std::string();
    }
    MUNIMENT_ASSIGN(const std::optional<StorePath> there,
                    reader_.followed_to(store_id_, row.path));
    if (!there) {
      return std::string();
    }
    MUNIMENT_ASSIGN(const std::optional<KnownItem> item,
                    reader_.item(store_id_, *there));
    return item ? *there : std::string();
  }

  // When it went, if it was ever in the inventory.
  Result<std::string> history_of(const ItemRegistered& row) {
    if (row.path.empty()) {
      return std::string();
    }
    MUNIMENT_ASSIGN(const std::optional<std::uint64_t> seq,
                    reader_.newest_event(store_id_, row.path));
    if (!seq) {
      return std::string("never in the inventory");
    }
    MUNIMENT_ASSIGN(const std::optional<CurrentVerdict> verdict,
                    reader_.current_verdict(*seq));
    return verdict ? "gone: " + std::string(name_of(verdict->explanation)) +
                         (verdict->reference.empty() ? "" : " " + verdict->reference)
                   : std::string();
  }

  Status list_unregistered() {
    return each_classified(reader_, store_id_, nullptr,
                           [&](const ClassifiedItem& each) -> Status {
                             if (each.item.facts.type != ItemType::kFile) {
                               return ok();
                             }
                             counts_.held += 1;
                             if (each.registered != nullptr) {
                               return ok();
                             }
                             counts_.unregistered += 1;
                             RegisterLine line;
                             line.finding = RegisterFinding::kUnregistered;
                             line.path = each.path;
                             line.size = each.item.facts.size;
                             return listed_(line);
                           });
  }

  Status tell(RegisterFinding finding, const ItemRegistered& row, std::string detail) {
    return listed_(
        {finding, row.path, row.identifier, row.cases, row.size, std::move(detail)});
  }

  Reader& reader_;
  std::int64_t store_id_;
  const RegisterListener& listed_;
  ContentIndex contents_;
  UnobservedPlaces places_;
  std::unordered_map<std::string, Identified> identified_;
  RegisterComparison counts_;
};

}  // namespace

std::string_view name_of(RegisterFinding finding) {
  switch (finding) {
    case RegisterFinding::kAbsent:
      return "registered-absent";
    case RegisterFinding::kElsewhere:
      return "registered-elsewhere";
    case RegisterFinding::kDifferent:
      return "different";
    case RegisterFinding::kUnregistered:
      return "unregistered";
    case RegisterFinding::kNotObserved:
      return "not-observed";
  }
  return "";
}

Result<RegisterComparison> compare_register(Reader& reader,
                                            const RegisterQuestion& question,
                                            const RegisterListener& listed) {
  MUNIMENT_ASSIGN(
      ContentIndex contents,
      ContentIndex::make(question.catalogue, question.scratch, {question.store_id}));
  MUNIMENT_ASSIGN(UnobservedPlaces places,
                  UnobservedPlaces::of(reader, question.store_id));
  return Comparison(reader, question, listed, std::move(contents), std::move(places))
      .run();
}

}  // namespace muniment
