// Random events that explain removals, and those that say where that comes from.

#include <array>

#include "random_body.h"
#include "random_event.h"

namespace muniment {
namespace {

using rc::gen::container;
using rc::gen::map;
using rc::gen::oneOf;

rc::Gen<Scope> any_scope() {
  return rc::gen::build<Scope>(
      with(&Scope::prefixes, any_list()), with(&Scope::collections, any_list()),
      with(&Scope::classes, any_list()), with(&Scope::cases, any_list()),
      with(&Scope::recorded_from, maybe(any_time())),
      with(&Scope::recorded_to, maybe(any_time())),
      with(&Scope::listed_paths, any_count()));
}

template <typename Paths>
rc::Gen<EventBody> any_paths() {
  return made<Paths>(with(&Paths::store, any_text()),
                     with(&Paths::reference, any_text()),
                     with(&Paths::paths, any_list()));
}

template <typename Ended>
rc::Gen<EventBody> any_end() {
  return made<Ended>(with(&Ended::store, any_text()),
                     with(&Ended::reference, any_text()), with(&Ended::by, any_text()),
                     with(&Ended::reason, any_text()));
}

rc::Gen<EventBody> any_authority() {
  return made<AuthorityAdded>(with(&AuthorityAdded::store, any_text()),
                              with(&AuthorityAdded::reference, any_text()),
                              with(&AuthorityAdded::approved_by, any_text()),
                              with(&AuthorityAdded::second_approver, any_text()),
                              with(&AuthorityAdded::from, any_time()),
                              with(&AuthorityAdded::until, maybe(any_time())),
                              with(&AuthorityAdded::max_items, maybe(any_count())),
                              with(&AuthorityAdded::max_bytes, maybe(any_count())),
                              with(&AuthorityAdded::scope, any_scope()),
                              with(&AuthorityAdded::signed_by, any_list()),
                              with(&AuthorityAdded::document, any_text()));
}

rc::Gen<EventBody> any_hold() {
  return made<HoldPlaced>(
      with(&HoldPlaced::store, any_text()), with(&HoldPlaced::reference, any_text()),
      with(&HoldPlaced::reason, any_text()), with(&HoldPlaced::by, any_text()),
      with(&HoldPlaced::requester, any_text()),
      with(&HoldPlaced::review, maybe(any_time())),
      with(&HoldPlaced::scope, any_scope()));
}

rc::Gen<EventBody> any_hold_check() {
  return made<HoldChecked>(with(&HoldChecked::store, any_text()),
                           with(&HoldChecked::reference, any_text()),
                           with(&HoldChecked::verified, any_count()),
                           with(&HoldChecked::altered, any_count()),
                           with(&HoldChecked::unreadable, any_count()),
                           with(&HoldChecked::missing, any_count()));
}

rc::Gen<EventBody> any_transfer() {
  return oneOf(made<TransferOpened>(with(&TransferOpened::store, any_text()),
                                    with(&TransferOpened::to, any_text()),
                                    with(&TransferOpened::reference, any_text()),
                                    with(&TransferOpened::by, any_text()),
                                    with(&TransferOpened::scope, any_scope())),
               made<TransferClosed>(with(&TransferClosed::store, any_text()),
                                    with(&TransferClosed::reference, any_text()),
                                    with(&TransferClosed::by, any_text()),
                                    with(&TransferClosed::verified, any_count()),
                                    with(&TransferClosed::unverified, any_count()),
                                    with(&TransferClosed::different, any_count()),
                                    with(&TransferClosed::absent, any_count()),
                                    with(&TransferClosed::lost, any_count())));
}

rc::Gen<std::array<std::uint8_t, 32>> any_sha256() {
  return container<std::array<std::uint8_t, 32>>(rc::gen::arbitrary<std::uint8_t>());
}

rc::Gen<EventBody> any_registered() {
  return made<ItemRegistered>(with(&ItemRegistered::store, any_text()),
                              with(&ItemRegistered::path, any_bytes()),
                              with(&ItemRegistered::identifier, any_text()),
                              with(&ItemRegistered::recorded, maybe(any_time())),
                              with(&ItemRegistered::class_name, any_text()),
                              with(&ItemRegistered::cases, any_list()),
                              with(&ItemRegistered::exhibit, any_text()),
                              with(&ItemRegistered::size, maybe(any_count())),
                              with(&ItemRegistered::sha256, maybe(any_sha256())),
                              with(&ItemRegistered::subjects, maybe(any_count())));
}

rc::Gen<EventBody> any_import() {
  return oneOf(made<RegisterImported>(with(&RegisterImported::store, any_text()),
                                      with(&RegisterImported::file, any_bytes()),
                                      with(&RegisterImported::sha256, any_text()),
                                      with(&RegisterImported::rows, any_count()),
                                      with(&RegisterImported::added, any_count()),
                                      with(&RegisterImported::updated, any_count()),
                                      with(&RegisterImported::unchanged, any_count()),
                                      with(&RegisterImported::skipped, any_count())),
               made<LogImported>(with(&LogImported::store, any_text()),
                                 with(&LogImported::file, any_bytes()),
                                 with(&LogImported::sha256, any_text()),
                                 with(&LogImported::deletions, any_count()),
                                 with(&LogImported::known, any_count()),
                                 with(&LogImported::ignored, any_count()),
                                 with(&LogImported::skipped, any_count())));
}

rc::Gen<EventBody> any_logged_deletion() {
  return made<DeletionLogged>(with(&DeletionLogged::store, any_text()),
                              with(&DeletionLogged::path, any_bytes()),
                              with(&DeletionLogged::at, any_time()),
                              with(&DeletionLogged::actor, any_text()),
                              with(&DeletionLogged::action, any_text()));
}

rc::Gen<RetentionPeriods> any_periods() {
  return container<RetentionPeriods>(any_text(), any_period());
}

rc::Gen<EventBody> any_policy() {
  return made<PolicyDeclared>(with(&PolicyDeclared::store, any_text()),
                              with(&PolicyDeclared::collection, any_text()),
                              with(&PolicyDeclared::recorded_at, any_text()),
                              with(&PolicyDeclared::default_class, any_text()),
                              with(&PolicyDeclared::rule, any_text()),
                              with(&PolicyDeclared::classes, any_periods()));
}

rc::Gen<EventBody> any_review() {
  return made<RetentionReviewed>(
      with(&RetentionReviewed::store, any_text()),
      with(&RetentionReviewed::overdue_items, any_count()),
      with(&RetentionReviewed::overdue_bytes, any_count()),
      with(&RetentionReviewed::within_7d_items, any_count()),
      with(&RetentionReviewed::within_7d_bytes, any_count()),
      with(&RetentionReviewed::within_30d_items, any_count()),
      with(&RetentionReviewed::within_30d_bytes, any_count()),
      with(&RetentionReviewed::undated_items, any_count()));
}

}  // namespace

rc::Gen<RetentionPeriod> any_period() {
  using Unit = RetentionPeriod::Unit;
  return oneOf(rc::gen::just(RetentionPeriod{}),
               rc::gen::apply(
                   [](Unit unit, unsigned count) {
                     return RetentionPeriod{unit, count};
                   },
                   rc::gen::element(Unit::kDays, Unit::kMonths, Unit::kYears),
                   oneOf(rc::gen::inRange(1U, 100U), rc::gen::inRange(1U, 36'501U))));
}

rc::Gen<EventBody> any_disposal_event() {
  return oneOf(any_authority(), any_paths<AuthorityPaths>(),
               any_end<AuthorityRevoked>(), any_hold(), any_paths<HoldPaths>(),
               any_end<HoldReleased>(), any_hold_check(), any_transfer(),
               any_paths<TransferPaths>());
}

rc::Gen<EventBody> any_register_event() {
  return oneOf(any_registered(), any_import(), any_logged_deletion(), any_policy(),
               any_review());
}

rc::Gen<EventBody> any_verdict_event() {
  return oneOf(
      made<RemovalReconsidered>(
          with(&RemovalReconsidered::store, any_text()),
          with(&RemovalReconsidered::path, any_bytes()),
          with(&RemovalReconsidered::removal, any_count()),
          with(&RemovalReconsidered::size, any_count()),
          with(&RemovalReconsidered::before, any_explanation()),
          with(&RemovalReconsidered::explanation, any_explanation()),
          with(&RemovalReconsidered::reference, any_text()),
          with(&RemovalReconsidered::detail, any_text()),
          with(&RemovalReconsidered::hold, any_text()),
          with(&RemovalReconsidered::kept_until, maybe(any_time()))),
      made<EvidenceReconsidered>(with(&EvidenceReconsidered::store, any_text()),
                                 with(&EvidenceReconsidered::upto, any_count()),
                                 with(&EvidenceReconsidered::changed, any_count())));
}

}  // namespace muniment
