#include "scan/directory_visit.h"

#include <dirent.h>

#include <algorithm>
#include <numeric>

namespace muniment {
namespace {

constexpr std::size_t kFlushEvery = 1024;  // a directory may have a million entries
constexpr int kRowsPerPage = 4096;

// A sum over entries that does not depend on their order: tells whether two looks at a
// directory saw the same.
std::uint64_t hash_of(FingerprintBuilder& builder, std::string_view name,
                      const ItemFacts& facts) {
  builder.start();
  builder.add(name, facts);
  const Fingerprint hash = builder.finish();
  std::uint64_t sum = 0;
  std::copy_n(hash.begin(), sizeof sum, reinterpret_cast<std::uint8_t*>(&sum));
  return sum;
}

// What a different content means. `row` is what the catalogue has, `now` what was read.
ChangeKind kind_of_change(const ItemFacts& row, const ItemFacts& now) {
  if (now.size == 0 && row.size > 0) {
    return ChangeKind::kEmptied;
  }
  const bool same_claims = row.size == now.size && row.mtime == now.mtime;
  return same_claims ? ChangeKind::kCorrupted : ChangeKind::kModified;
}

Error too_young() {
  return Error{ErrorCode::kChanged, 0,
               "it was changed just now and may not be complete"};
}

}  // namespace

ItemAltered describe_change(const std::string& store, const StorePath& path,
                            const KnownItem& row, const ItemFacts& now,
                            Time last_seen) {
  ItemAltered change;
  change.store = store;
  change.path = path;
  change.facts = now;
  change.size_before = row.facts.size;
  change.last_seen = last_seen;
  const bool same_content =
      row.facts.digests == now.digests && row.facts.link_target == now.link_target;
  if (same_content) {
    change.kind = ChangeKind::kMetadata;
    return change;
  }
  change.digests_before = row.facts.digests;
  change.kind = kind_of_change(row.facts, now);
  if (change.kind == ChangeKind::kCorrupted) {
    change.detail = row.facts.ctime == now.ctime
                        ? "content differs below an unchanged inode: damaged storage"
                        : "content differs though size and modification time do not";
  }
  return change;
}

DirectoryVisit::DirectoryVisit(const VisitContext& context, ScanWorker& worker,
                               const Directory& directory, VisitOutput& output)
    : context_(context),
      worker_(worker),
      directory_(directory),
      output_(output),
      now_(wall_clock_now()) {}

Status DirectoryVisit::run(const KnownDirectory* known) {
  if (known == nullptr || known->entries == 0) {
    return run_fresh();
  }
  return run_merge(*known);
}

// No rows: every entry is new. Read in the order of inodes, fingerprint on the way.
Status DirectoryVisit::run_fresh() {
  // take_in() uses the worker's builder for sums, so this needs its own.
  FingerprintBuilder fingerprint;
  fingerprint.start();
  for (const Entry& entry : directory_.listing().entries) {
    if (context_.stop.load(std::memory_order_relaxed)) {
      return ok();
    }
    MUNIMENT_ASSIGN(std::optional<ItemFacts> facts, observe(entry));
    if (facts) {
      fingerprint.add(directory_.listing().name(entry), *facts);
      MUNIMENT_TRY(add_arrival(entry, std::move(*facts)));
    }
  }
  MUNIMENT_TRY(flush());
  if (!directory_.listing().entries.empty()) {
    output_.seen(directory_.path(),
                 is_whole_ ? std::optional(fingerprint.finish()) : std::nullopt);
  }
  return ok();
}

Status DirectoryVisit::run_merge(const KnownDirectory& known) {
  std::uint64_t looked_sum = 0;
  const auto fingerprint = current_fingerprint(looked_sum);
  if (fingerprint && known.fingerprint == fingerprint) {
    context_.progress.items.fetch_add(directory_.listing().entries.size(),
                                      std::memory_order_relaxed);
    return ok();
  }
  MUNIMENT_TRY(merge(known));
  MUNIMENT_TRY(flush());
  if (context_.stop.load(std::memory_order_relaxed)) {
    return ok();
  }
  // The fingerprint is of the first look, the rows are of the second: keep it only when
  // both saw the same.
  const bool same = is_whole_ && fingerprint && looked_sum == seen_sum_;
  output_.seen(directory_.path(), same ? fingerprint : std::nullopt);
  return ok();
}

// nullopt when an entry could not be looked at.
std::optional<DirectoryFingerprint> DirectoryVisit::current_fingerprint(
    std::uint64_t& sum) {
  FingerprintBuilder all;
  all.start();
  sum = 0;
  for (const Entry& entry : directory_.listing().entries) {
    const auto facts = directory_.look(entry);
    if (!facts) {
      return std::nullopt;
    }
    const std::string_view name = directory_.listing().name(entry);
    all.add(name, facts.value());
    sum += hash_of(worker_.fingerprint, name, facts.value());
  }
  return all.finish();
}

// Entries and rows side by side, both by name.
Status DirectoryVisit::merge(const KnownDirectory& known) {
  if (!worker_.reader) {
    MUNIMENT_ASSIGN(worker_.reader, Reader::open(context_.request.catalogue_path));
  }
  const DirectoryListing& listing = directory_.listing();
  std::vector<std::uint32_t> by_name(listing.entries.size());
  std::iota(by_name.begin(), by_name.end(), 0U);
  std::sort(by_name.begin(), by_name.end(), [&](std::uint32_t a, std::uint32_t b) {
    return listing.name(listing.entries[a]) < listing.name(listing.entries[b]);
  });

  std::size_t next = 0;
  std::string after;
  for (bool more = true; more;) {
    MUNIMENT_ASSIGN(const std::vector<KnownItem> rows,
                    worker_.reader->items_in(known.id, after, kRowsPerPage));
    more = rows.size() == kRowsPerPage;
    for (const KnownItem& row : rows) {
      if (context_.stop.load(std::memory_order_relaxed)) {
        return ok();
      }
      while (next < by_name.size() &&
             listing.name(listing.entries[by_name[next]]) < row.name) {
        MUNIMENT_TRY(take_in(listing.entries[by_name[next++]]));
      }
      if (next < by_name.size() &&
          listing.name(listing.entries[by_name[next]]) == row.name) {
        MUNIMENT_TRY(compare(listing.entries[by_name[next++]], row));
      } else {
        MUNIMENT_TRY(row_missing(row));
      }
    }
    after = rows.empty() ? after : rows.back().name;
  }
  while (next < by_name.size() && !context_.stop.load(std::memory_order_relaxed)) {
    MUNIMENT_TRY(take_in(listing.entries[by_name[next++]]));
  }
  return ok();
}

Status DirectoryVisit::compare(const Entry& entry, const KnownItem& row) {
  auto looked = directory_.look(entry);
  if (!looked) {
    if (looked.error().code == ErrorCode::kNotFound) {
      return row_missing(row);
    }
    return not_observed(entry, looked.error());
  }
  const ItemFacts& now = looked.value();
  if (now.type != row.facts.type) {
    // The item went, and something else took its name.
    MUNIMENT_TRY(row_missing(row));
    return take_in(entry);
  }
  context_.progress.items.fetch_add(1, std::memory_order_relaxed);
  const std::string_view name = directory_.listing().name(entry);
  if (now.same_metadata(row.facts) && now.link_target == row.facts.link_target) {
    seen_sum_ += hash_of(worker_.fingerprint, name, now);
    return ok();
  }
  if (now.type == ItemType::kFile) {
    return compare_file(entry, row, now);
  }
  seen_sum_ += hash_of(worker_.fingerprint, name, now);
  return output_.altered(
      describe_change(context_.request.store, directory_.path_of(entry), row, now,
                      context_.last_observed.value_or(row.first_seen)));
}

Status DirectoryVisit::compare_file(const Entry& entry, const KnownItem& row,
                                    const ItemFacts& now) {
  if (is_young(now)) {
    return in_flight(entry, too_young().what);
  }
  MUNIMENT_ASSIGN(const std::optional<ItemFacts> read, observe(entry));
  if (!read) {
    return ok();
  }
  seen_sum_ += hash_of(worker_.fingerprint, directory_.listing().name(entry), *read);
  const Time last_seen =
      std::max(row.first_seen, context_.last_observed.value_or(row.first_seen));
  ItemAltered change = describe_change(
      context_.request.store, directory_.path_of(entry), row, *read, last_seen);
  if (row.is_corrupted && change.kind == ChangeKind::kCorrupted) {
    return ok();  // recorded when it was found
  }
  return output_.altered(std::move(change));
}

Status DirectoryVisit::take_in(const Entry& entry) {
  MUNIMENT_ASSIGN(std::optional<ItemFacts> facts, observe(entry));
  if (!facts) {
    return ok();
  }
  seen_sum_ += hash_of(worker_.fingerprint, directory_.listing().name(entry), *facts);
  return add_arrival(entry, std::move(*facts));
}

// The facts of an entry, of a file with digests. nullopt when there are none to be had
// now; what that means has been told to the output, except for an entry that is simply
// gone.
Result<std::optional<ItemFacts>> DirectoryVisit::observe(const Entry& entry) {
  using Facts = std::optional<ItemFacts>;
  context_.progress.items.fetch_add(1, std::memory_order_relaxed);
  auto facts = entry.kind == DT_REG ? read_settled(entry) : directory_.look(entry);
  if (facts) {
    return Facts(std::move(facts).value());
  }
  is_whole_ = false;
  const ErrorCode code = facts.error().code;
  if (code == ErrorCode::kChanged) {
    MUNIMENT_TRY(in_flight(entry, facts.error().what));
  } else if (code != ErrorCode::kNotFound && code != ErrorCode::kCancelled) {
    MUNIMENT_TRY(not_observed(entry, facts.error()));
  }
  return Facts();
}

// kChanged also when it is too young: a digest might be of a half-written file.
Result<ItemFacts> DirectoryVisit::read_settled(const Entry& entry) {
  MUNIMENT_ASSIGN(const OpenItem item, directory_.open(entry));
  if (is_young(item.facts)) {
    return too_young();
  }
  return directory_.read(entry, item, worker_.content, &context_.progress.bytes_read,
                         &context_.stop);
}

Status DirectoryVisit::row_missing(const KnownItem& row) {
  Candidate candidate;
  candidate.path = join_path(directory_.path(), row.name);
  candidate.facts = row.facts;
  candidate.first_seen = row.first_seen;
  candidate.last_seen =
      std::max(row.first_seen, context_.last_observed.value_or(row.first_seen));
  missing_.push_back(std::move(candidate));
  return missing_.size() < kFlushEvery ? ok() : flush();
}

Status DirectoryVisit::add_arrival(const Entry& entry, ItemFacts facts) {
  arrivals_.push_back({directory_.path_of(entry), std::move(facts)});
  return arrivals_.size() < kFlushEvery ? ok() : flush();
}

Status DirectoryVisit::not_observed(const Entry& entry, const Error& error) {
  is_whole_ = false;
  context_.progress.problems.fetch_add(1, std::memory_order_relaxed);
  return output_.unobserved({directory_.path_of(entry), PlaceKind::kFile, error.what});
}

Status DirectoryVisit::in_flight(const Entry& entry, const std::string& reason) {
  is_whole_ = false;
  if (context_.is_last_look) {
    return output_.unobserved(
        {directory_.path_of(entry), PlaceKind::kInFlight, reason});
  }
  output_.revisit(directory_.path());
  return ok();
}

// A time in the future counts as young only within the settle time: a clock that was
// wrong once must not hide a file for ever.
bool DirectoryVisit::is_young(const ItemFacts& facts) const {
  const std::int64_t age = now_.ns - facts.ctime.ns;
  return age < context_.settle_ns && -age < context_.settle_ns;
}

Status DirectoryVisit::flush() {
  if (!arrivals_.empty()) {
    // By name, which is the order of the catalogue's rows: appending them is cheap.
    std::sort(arrivals_.begin(), arrivals_.end(),
              [](const Arrival& a, const Arrival& b) { return a.path < b.path; });
    MUNIMENT_TRY(output_.added(std::move(arrivals_)));
    arrivals_.clear();
  }
  if (!missing_.empty()) {
    MUNIMENT_TRY(output_.missing(std::move(missing_)));
    missing_.clear();
  }
  return ok();
}

}  // namespace muniment
