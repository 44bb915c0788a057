#include "reconcile/classified_items.h"

#include <algorithm>

namespace muniment {

Result<Classifier> Classifier::make(Reader& reader, std::int64_t store_id) {
  MUNIMENT_ASSIGN(const EvidenceState state, reader.evidence_state(store_id));
  return Classifier(reader, store_id, state.has_register);
}

Result<Classification> Classifier::classify_path(const StorePath& path,
                                                 const std::optional<Digests>& content,
                                                 const Policy* policy) {
  registered_.reset();
  if (has_register_) {
    MUNIMENT_ASSIGN(registered_, reader_->registered(store_id_, path, content));
  }
  return classify(policy, path, registered());
}

Status each_classified(Reader& reader, std::int64_t store_id, const Policy* policy,
                       const ClassifiedVisitor& visitor) {
  MUNIMENT_ASSIGN(Classifier classifier, Classifier::make(reader, store_id));
  return reader.each_item(
      store_id, "", [&](const StorePath& path, const KnownItem& item) -> Status {
        MUNIMENT_ASSIGN(Classification facts,
                        classifier.classify_path(path, item.facts.digests, policy));
        return visitor({path, item, classifier.registered(), std::move(facts)});
      });
}

bool ListedScope::lists(const StorePath& path) const {
  return std::binary_search(paths.begin(), paths.end(), path);
}

bool ListedScope::covers(const StorePath& path, const Classification& facts) const {
  return scope.is_everything() || covered_by(scope, {path, facts, lists(path)});
}

bool ListedScope::holds(const StorePath& path, const Classification& facts) const {
  return lists(path) || held_by(scope, {path, facts, false});
}

Result<UnobservedPlaces> UnobservedPlaces::of(Reader& reader, std::int64_t store_id) {
  UnobservedPlaces places;
  MUNIMENT_ASSIGN(places.places_, reader.unobserved(store_id));
  return places;
}

const UnobservedPlace* UnobservedPlaces::above(std::string_view path) const {
  for (bool itself = true; !places_.empty(); itself = false) {
    const auto found =
        std::lower_bound(places_.begin(), places_.end(), path,
                         [](const UnobservedPlace& place, std::string_view p) {
                           return place.path < p;
                         });
    if (found != places_.end() && found->path == path &&
        (itself || found->place == PlaceKind::kDirectory)) {
      return &*found;
    }
    if (path.empty()) {
      break;
    }
    path = parent_of(path);
  }
  return nullptr;
}

}  // namespace muniment
