#include "scan/fixity_check.h"

#include <fcntl.h>

#include <algorithm>
#include <mutex>
#include <optional>
#include <thread>

#include "model/printable.h"
#include "scan/change_sink.h"
#include "scan/directory_visit.h"
#include "store/filesystem_store.h"

namespace muniment {
namespace {

constexpr int kReadsBeforeAFinding = 3;
constexpr std::size_t kMaxNamesBytes = 30'000;  // of one event

// What one item turned out to be.
enum class Verdict { kVerified, kDiffers, kUnreadable, kMissing, kInFlight };

struct Checked {
  Verdict verdict = Verdict::kVerified;
  ItemFacts facts;   // for kDiffers
  std::string what;  // for all but kVerified
};

class FixityCheck {
 public:
  FixityCheck(const CheckRequest& request, ChangeRecorder& recorder,
              ScanProgress& progress, const std::atomic<bool>& stop)
      : request_(request),
        progress_(progress),
        outer_stop_(stop),
        sink_(recorder, stop_) {
    result_.counts.store = request.store;
    result_.counts.started = wall_clock_now();
  }

  Result<CheckResult> run() {
    MUNIMENT_TRY(open_store());
    MUNIMENT_TRY(choose_directories());
    {
      const unsigned threads = request_.threads != 0
                                   ? request_.threads
                                   : std::thread::hardware_concurrency();
      std::vector<std::jthread> workers;
      for (unsigned i = 0; i < std::max(1U, threads); ++i) {
        workers.emplace_back([this] { work(); });
      }
    }
    if (outer_stop_) {
      return Error{ErrorCode::kCancelled, 0, "the check was stopped"};
    }
    if (error_) {
      return *error_;
    }
    MUNIMENT_TRY(sink_.drain());
    MUNIMENT_TRY(store_->prove_still_there());
    return std::move(result_);
  }

 private:
  Status open_store() {
    MUNIMENT_ASSIGN(FilesystemStore store, FilesystemStore::open(request_.root));
    if (!request_.expected.is_same_store(store.identity())) {
      return Error{
          ErrorCode::kUnavailable, 0,
          "store root " + printable(request_.root) + " is not the enrolled one"};
    }
    store_.emplace(std::move(store));
    return ok();
  }

  Status choose_directories() {
    MUNIMENT_ASSIGN(Reader reader, Reader::open(request_.catalogue_path));
    MUNIMENT_ASSIGN(const std::optional<StoreRecord> record,
                    reader.store(request_.store));
    if (!record) {
      return ok();
    }
    MUNIMENT_ASSIGN(directories_, reader.directories(record->id));
    for (const StorePath& path : request_.paths) {
      const bool is_directory = std::any_of(
          directories_.begin(), directories_.end(),
          [&](const auto& d) { return d.entries > 0 && is_under(d.path, path); });
      MUNIMENT_ASSIGN(const std::optional<KnownItem> item,
                      reader.item(record->id, path));
      if (!is_directory && !item) {
        return Error{ErrorCode::kNotFound, 0,
                     "store " + request_.store + " has no item " + printable(path) +
                         " on record"};
      }
    }
    const std::vector<StorePath> parents = parents_of_items();
    std::erase_if(directories_, [&](const KnownDirectory& directory) {
      if (request_.items) {
        return !std::binary_search(parents.begin(), parents.end(), directory.path);
      }
      return directory.entries == 0 || !is_wanted_directory(directory.path);
    });
    return ok();
  }

  bool is_wanted_directory(std::string_view directory) const {
    return request_.paths.empty() ||
           std::any_of(request_.paths.begin(), request_.paths.end(),
                       [&](const StorePath& path) {
                         return is_under(directory, path) ||
                                parent_of(path) == directory;
                       });
  }

  std::vector<StorePath> parents_of_items() const {
    std::vector<StorePath> parents;
    for (const StorePath& item : request_.items.value_or(std::vector<StorePath>())) {
      parents.emplace_back(parent_of(item));
    }
    std::sort(parents.begin(), parents.end());
    parents.erase(std::unique(parents.begin(), parents.end()), parents.end());
    return parents;
  }

  bool is_wanted(std::string_view path) const {
    if (request_.items) {
      return std::binary_search(request_.items->begin(), request_.items->end(), path);
    }
    return request_.paths.empty() ||
           std::any_of(request_.paths.begin(), request_.paths.end(),
                       [&](const StorePath& wanted) { return is_under(path, wanted); });
  }

  // One thread: takes directories until there are none left.
  void work() {
    auto done = [this]() -> Status {
      MUNIMENT_ASSIGN(Reader reader, Reader::open(request_.catalogue_path));
      MUNIMENT_ASSIGN(Descriptor root, store_->open_root());
      PathFinder finder(std::move(root));
      ContentReader content;
      for (std::size_t i = next_++; i < directories_.size() && !stopped();
           i = next_++) {
        MUNIMENT_TRY(check_directory(directories_[i], reader, finder, content));
      }
      return ok();
    }();
    if (!done) {
      const std::lock_guard lock(mutex_);
      error_ = error_ ? error_ : done.error();
      stop_ = true;
    }
  }

  bool stopped() const { return stop_ || outer_stop_; }

  Status check_directory(const KnownDirectory& directory, Reader& reader,
                         PathFinder& finder, ContentReader& content) {
    auto fd = finder.directory(directory.path);
    ItemsVerified verified{request_.store, directory.path, {}};
    std::size_t names_bytes = 0;
    MUNIMENT_TRY(
        reader.each_item_in(directory.id, [&](const KnownItem& item) -> Status {
          const StorePath path = join_path(directory.path, item.name);
          if (stopped() || item.facts.type != ItemType::kFile || !is_wanted(path)) {
            return ok();
          }
          progress_.items.fetch_add(1, std::memory_order_relaxed);
          const Checked checked = fd ? check_item(fd.value(), item, path, content)
                                     : without_directory(fd.error());
          if (stopped()) {
            return ok();
          }
          tell(path, item, checked);
          if (checked.verdict == Verdict::kVerified) {
            verified.names.push_back(item.name);
            names_bytes +=
                6 * item.name.size() + 3;  // at most, as it stands in the event
          }
          if (names_bytes > kMaxNamesBytes) {
            sink_.add(one(std::exchange(verified.names, {}), directory.path));
            names_bytes = 0;
          }
          return ok();
        }));
    if (!verified.names.empty()) {
      sink_.add(one(std::move(verified.names), directory.path));
    }
    return ok();
  }

  std::vector<EventBody> one(std::vector<std::string> names,
                             const StorePath& directory) {
    // UTF-8 names first: the order in which an event lists them.
    std::stable_partition(names.begin(), names.end(),
                          [](const std::string& name) { return is_utf8(name); });
    return {ItemsVerified{request_.store, directory, std::move(names)}};
  }

  static Checked without_directory(const Error& error) {
    return error.code == ErrorCode::kNotFound
               ? Checked{Verdict::kMissing, {}, error.what}
               : Checked{Verdict::kUnreadable, {}, error.what};
  }

  Checked check_item(int directory, const KnownItem& item, const StorePath& path,
                     ContentReader& content) {
    Checked checked;
    for (int i = 0; i < kReadsBeforeAFinding; ++i) {
      auto facts = read_from_device(directory, item.name, path, content);
      if (!facts) {
        return not_read(facts.error());
      }
      if (facts.value().digests == item.facts.digests) {
        // Right once and wrong before: nobody can tell what is on the device.
        return i == 0 ? Checked{}
                      : Checked{
                            Verdict::kUnreadable, {}, "it reads differently each time"};
      }
      checked.facts = std::move(facts).value();
    }
    checked.verdict = Verdict::kDiffers;
    checked.what = "content is not as recorded";
    return checked;
  }

  static Checked not_read(const Error& error) {
    switch (error.code) {
      case ErrorCode::kNotFound:
        return {Verdict::kMissing, {}, error.what};
      case ErrorCode::kChanged:
        return {Verdict::kInFlight, {}, error.what};
      default:
        return {Verdict::kUnreadable, {}, error.what};
    }
  }

  Result<ItemFacts> read_from_device(int directory, const std::string& name,
                                     const StorePath& path, ContentReader& content) {
    MUNIMENT_ASSIGN(const OpenItem item, open_item(directory, name, path));
    // Advice: where it is not taken, the cache answers and the check is only weaker.
    (void)::posix_fadvise(item.fd.get(), 0, 0, POSIX_FADV_DONTNEED);
    return content.read(item.fd.get(), item.facts, &progress_.bytes_read, &outer_stop_);
  }

  void tell(const StorePath& path, const KnownItem& item, const Checked& checked) {
    std::vector<EventBody> events;
    {
      const std::lock_guard lock(mutex_);
      CheckFinished& counts = result_.counts;
      switch (checked.verdict) {
        case Verdict::kVerified:
          counts.verified += 1;
          counts.bytes += item.facts.size;
          return;
        case Verdict::kDiffers:
          events = finding(path, item, checked.facts);
          break;
        case Verdict::kUnreadable:
          counts.unreadable += 1;
          break;
        case Verdict::kMissing:
          counts.missing += 1;
          break;
        case Verdict::kInFlight:
          counts.in_flight += 1;
          break;
      }
      progress_.problems.fetch_add(1, std::memory_order_relaxed);
      result_.problem_count += 1;
      if (result_.problems.size() < kMaxListedProblems) {
        result_.problems.push_back({path, PlaceKind::kFile, checked.what});
      }
    }
    sink_.add(std::move(events));
  }

  // Counts it, and yields its event unless it was recorded when it was found first.
  std::vector<EventBody> finding(const StorePath& path, const KnownItem& item,
                                 const ItemFacts& now) {
    const Time seen = item.verified.value_or(item.first_seen);
    ItemAltered change = describe_change(request_.store, path, item, now, seen);
    const bool corrupted = change.kind == ChangeKind::kCorrupted;
    (corrupted ? result_.counts.corrupted : result_.counts.altered) += 1;
    if (corrupted && item.is_corrupted) {
      return {};
    }
    return {std::move(change)};
  }

  // Constant after construction
  const CheckRequest& request_;
  ScanProgress& progress_;
  const std::atomic<bool>& outer_stop_;

  // Constant while the threads run
  std::optional<FilesystemStore> store_;
  std::vector<KnownDirectory> directories_;

  std::atomic<std::size_t> next_{0};
  std::atomic<bool> stop_{false};

  std::mutex mutex_;  // guards the next two
  CheckResult result_;
  std::optional<Error> error_;

  ChangeSink sink_;  // last: its thread calls the recorder
};

}  // namespace

Result<CheckResult> fixity_check(const CheckRequest& request, ChangeRecorder& recorder,
                                 ScanProgress& progress,
                                 const std::atomic<bool>& stop) {
  return FixityCheck(request, recorder, progress, stop).run();
}

}  // namespace muniment
