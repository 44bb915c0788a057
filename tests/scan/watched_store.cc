#include "watched_store.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "model/printable.h"

namespace muniment {
namespace {

constexpr const char* kStore = "bwv";

struct ToLine {
  std::string operator()(const ItemAdded& e) { return "added " + e.path; }
  std::string operator()(const ItemRemoved& e) { return "removed " + e.path; }
  std::string operator()(const ItemMoved& e) {
    return "moved " + e.from + " > " + e.path;
  }
  std::string operator()(const ItemAltered& e) {
    return std::string(name_of(e.kind)) + ' ' + e.path;
  }
  std::string operator()(const PlaceUnobserved& e) {
    return std::string(name_of(e.place)) + " unobserved " + e.path;
  }
  std::string operator()(const PlaceObserved& e) { return "observed " + e.path; }
  std::string operator()(const ItemsVerified& e) {
    return "verified " + std::to_string(e.names.size()) + " in " + e.directory;
  }
  std::string operator()(const StoreEnrolled&) { return ""; }
  std::string operator()(const ScanFinished&) { return ""; }
  std::string operator()(const auto&) { return "something else"; }
};

}  // namespace

WatchedStore::WatchedStore(TempTree::Medium medium) : tree_(medium) {
  tree_.make_directory("store");
  auto opened = Catalogue::open(catalogue_path());
  EXPECT_EQ(reason(opened), "");
  catalogue_.emplace(std::move(opened).value());
  recorder_.emplace(kStore, *catalogue_);
}

ScanRequest WatchedStore::request() const {
  ScanRequest request;
  request.store = kStore;
  request.root = root();
  const auto record = store_record();
  request.expected = record ? record->identity : std::nullopt;
  request.catalogue_path = catalogue_path();
  request.scratch_directory = state_.root();
  request.settle = std::chrono::nanoseconds(0);
  request.threads = 3;
  return request;
}

Result<ScanResult> WatchedStore::try_scan(const ScanRequest& request) {
  return presence_scan(request, *recorder_, progress, stop);
}

ScanResult WatchedStore::scan(const ScanRequest& request) {
  auto scanned = try_scan(request);
  EXPECT_EQ(reason(scanned), "");
  const ScanResult result = std::move(scanned).value();
  record(ScanFinished{kStore, result.outcome, result.started, result.counts,
                      result.reason});
  return result;
}

CheckRequest WatchedStore::check_request() const {
  CheckRequest request;
  request.store = kStore;
  request.root = root();
  request.expected = *store_record()->identity;
  request.catalogue_path = catalogue_path();
  request.threads = 3;
  return request;
}

Result<CheckResult> WatchedStore::try_check(const CheckRequest& request) {
  return fixity_check(request, *recorder_, progress, stop);
}

CheckFinished WatchedStore::check() {
  const auto checked = try_check(check_request());
  EXPECT_EQ(reason(checked), "");
  return checked.value().counts;
}

void WatchedStore::record(EventBody body) {
  EXPECT_EQ(reason(recorder_->record({std::move(body)})), "");
}

std::vector<std::string> WatchedStore::changes() {
  std::vector<std::string> lines;
  for (const EventBody& event : take_events()) {
    if (std::string line = to_line(event); !line.empty()) {
      lines.push_back(std::move(line));
    }
  }
  std::sort(lines.begin(), lines.end());
  return lines;
}

Reader WatchedStore::reader() const {
  return value_of(Reader::open(catalogue_path()));
}

std::optional<StoreRecord> WatchedStore::store_record() const {
  return value_of(reader().store(kStore));
}

std::optional<KnownItem> WatchedStore::item(const StorePath& path) const {
  return value_of(reader().item(store_record()->id, path));
}

std::vector<UnobservedPlace> WatchedStore::places() const {
  return value_of(reader().unobserved(store_record()->id));
}

std::string to_line(const EventBody& event) {
  return std::visit(ToLine(), event);
}

}  // namespace muniment
