#include "exporters/report/disposal_summary.h"

#include <fmt/core.h>

#include "exporters/report/human.h"
#include "exporters/report/scope_report.h"
#include "model/printable.h"

namespace muniment {
namespace {

template <typename Paths>
std::string listed(const Paths& e) {
  return fmt::format("{}: {}", printable(e.reference),
                     human_count(e.paths.size(), "listed path"));
}

template <typename Ended>
std::string ended(const Ended& e) {
  return fmt::format("{} by {}: {}", printable(e.reference), printable(e.by),
                     printable(e.reason));
}

}  // namespace

std::string summary(const AuthorityAdded& e) {
  std::string text = fmt::format("{}, approved by {}", printable(e.reference),
                                 printable(e.approved_by));
  if (!e.second_approver.empty()) {
    text += " and " + printable(e.second_approver);
  }
  return text + (e.signed_by.empty() ? "" : ", signed");
}

std::string summary(const AuthorityPaths& e) {
  return listed(e);
}
std::string summary(const AuthorityRevoked& e) {
  return ended(e);
}

std::string summary(const HoldPlaced& e) {
  return fmt::format("{} by {}, {}: {}", printable(e.reference), printable(e.by),
                     scope_text(e.scope, ScopeSense::kHolds), printable(e.reason));
}

std::string summary(const HoldPaths& e) {
  return listed(e);
}
std::string summary(const HoldReleased& e) {
  return ended(e);
}

std::string summary(const HoldChecked& e) {
  return fmt::format("{}: {} as recorded, {} altered, {} missing, {} unreadable",
                     printable(e.reference), human_count(e.verified, "item"),
                     human_count(e.altered), human_count(e.missing),
                     human_count(e.unreadable));
}

std::string summary(const TransferOpened& e) {
  return fmt::format("{} to {} by {}, {}", printable(e.reference), printable(e.to),
                     printable(e.by), scope_text(e.scope, ScopeSense::kCovers));
}

std::string summary(const TransferPaths& e) {
  return listed(e);
}

std::string summary(const TransferClosed& e) {
  return fmt::format(
      "{} by {}: {} verified, {} not verified, {} different, {} absent, {} lost",
      printable(e.reference), printable(e.by), human_count(e.verified, "item"),
      human_count(e.unverified), human_count(e.different), human_count(e.absent),
      human_count(e.lost));
}

std::string summary(const ItemRegistered& e) {
  std::string text = printable(e.path.empty() ? e.identifier : e.path);
  if (!e.class_name.empty()) {
    text += ", class " + printable(e.class_name);
  }
  return e.recorded ? text + ", recorded " + human_time(e.recorded) : text;
}

std::string summary(const RegisterImported& e) {
  return fmt::format("{}: {} new, {} changed, {} as before, {} left out",
                     printable(e.file), human_count(e.added), human_count(e.updated),
                     human_count(e.unchanged), human_count(e.skipped));
}

std::string summary(const DeletionLogged& e) {
  return fmt::format("{}, {} by {} at {}", printable(e.path), printable(e.action),
                     e.actor.empty() ? "somebody" : printable(e.actor),
                     human_time(e.at));
}

std::string summary(const LogImported& e) {
  return fmt::format("{}: {}, {} known", printable(e.file),
                     human_count(e.deletions, "new deletion"), human_count(e.known));
}

std::string summary(const PolicyDeclared& e) {
  std::string text =
      "retention " + (e.rule.empty() ? std::string("none") : printable(e.rule));
  for (const auto& [name, period] : e.classes) {
    text += ", " + printable(name) + " " + show_period(period);
  }
  return e.default_class.empty()
             ? text
             : text + "; default class " + printable(e.default_class);
}

std::string summary(const RetentionReviewed& e) {
  return fmt::format(
      "{} past retention, {} more within 7 days, {} within 30, {} undated",
      human_count(e.overdue_items, "item"), human_count(e.within_7d_items),
      human_count(e.within_30d_items), human_count(e.undated_items));
}

std::string summary(const RemovalReconsidered& e) {
  return fmt::format("{}, was {}, now {}{}{}{}{}", printable(e.path), name_of(e.before),
                     name_of(e.explanation), e.reference.empty() ? "" : " ",
                     printable(e.reference), e.detail.empty() ? "" : ": ",
                     printable(e.detail));
}

std::string summary(const EvidenceReconsidered& e) {
  return fmt::format("{} changed", human_count(e.changed, "explanation"));
}

}  // namespace muniment
