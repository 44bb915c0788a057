#include "model/event.h"

#include <array>

namespace muniment {
namespace {

constexpr std::array<std::string_view, 7> kExplanations = {
    "", "unexplained", "moved", "authority", "retention", "transfer", "logged"};
constexpr std::array<std::string_view, 8> kKinds = {
    "", "added", "removed", "modified", "moved", "corrupted", "emptied", "metadata"};
constexpr std::array<std::string_view, 4> kPlaces = {"", "directory", "file",
                                                     "in-flight"};
constexpr std::array<std::string_view, 4> kOutcomes = {"", "complete", "incomplete",
                                                       "unavailable"};
constexpr std::array<std::string_view, 6> kWitnessNames = {
    "", "cosigned", "rollback", "fork", "refused", "no-answer"};

template <typename Enum, std::size_t N>
std::optional<Enum> find_name(const std::array<std::string_view, N>& names,
                              std::string_view name) {
  for (std::size_t i = 1; i < N; ++i) {
    if (names[i] == name) {
      return static_cast<Enum>(i);
    }
  }
  return std::nullopt;
}

template <typename Enum, std::size_t N>
std::string_view name_at(const std::array<std::string_view, N>& names, Enum value) {
  return names[static_cast<std::size_t>(value)];
}

}  // namespace

std::string_view name_of(Explanation explanation) {
  return name_at(kExplanations, explanation);
}
std::optional<Explanation> explanation_from(std::string_view name) {
  return find_name<Explanation>(kExplanations, name);
}
std::string_view name_of(ChangeKind kind) {
  return name_at(kKinds, kind);
}
std::optional<ChangeKind> change_kind_from(std::string_view name) {
  return find_name<ChangeKind>(kKinds, name);
}
std::string_view name_of(PlaceKind kind) {
  return name_at(kPlaces, kind);
}
std::string_view name_of(ScanOutcome outcome) {
  return name_at(kOutcomes, outcome);
}
std::string_view name_of(WitnessOutcome outcome) {
  return name_at(kWitnessNames, outcome);
}
std::optional<WitnessOutcome> witness_outcome_from(std::string_view name) {
  return find_name<WitnessOutcome>(kWitnessNames, name);
}

bool StoreIdentity::is_same_store(const StoreIdentity& other) const {
  const bool same_birth =
      !root_birth || !other.root_birth || root_birth == other.root_birth;
  const bool same_handle = root_handle.empty() || other.root_handle.empty() ||
                           root_handle == other.root_handle;
  return filesystem_type == other.filesystem_type &&
         filesystem_id == other.filesystem_id && root_inode == other.root_inode &&
         same_birth && same_handle;
}

}  // namespace muniment
