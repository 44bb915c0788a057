// How fast removals are explained, and with how much memory, on this machine.
//
//   explain_bench [--removals N] [--authorities N] [--holds N] [--runs N]
//
// explain_removal() only, without the catalogue: a store of 30 years of body-worn video,
// authorities by prefix, by list, by class and month, and by case; holds by case, by
// place and by class and date. Its peer in the same run asks every scope about the first
// removals, which is what the indexes of Evidence save.

#include <sys/resource.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "explain/explain.h"
#include "explain/scope_match.h"

namespace {

using muniment::Evidence;
using muniment::RemovedItem;
using muniment::Time;

struct Settings {
  std::size_t removals = 1'000'000;
  std::size_t authorities = 1'000;
  std::size_t holds = 10'000;
  std::size_t runs = 3;
};

constexpr std::int64_t kDayNs = 86'400 * muniment::kNsPerSecond;
constexpr std::size_t kMonths = 360;
constexpr std::size_t kCases = 50'000;
constexpr const char* kClasses[] = {"non-evidential", "traffic", "custody",
                                    "evidential"};

double seconds_of(const auto& work) {
  const auto begin = std::chrono::steady_clock::now();
  work();
  const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - begin;
  return taken.count();
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

// "1995/07" and so on.
std::string month(std::size_t number) {
  char text[16];
  (void)std::snprintf(text, sizeof text, "%04zu/%02zu", 1990 + number / 12 % 30,
                      number % 12 + 1);
  return text;
}

std::string case_reference(std::size_t number) {
  return "14C" + std::to_string(number % kCases);
}

Time first_of(std::size_t number) {
  std::string text = month(number) + "-01";
  text[4] = '-';
  return muniment::parse_time(text).value();
}

// What the register says of one item.
struct Registered {
  RemovedItem item;
  muniment::ItemRegistered row;
};

void make_item(std::size_t i, Registered& made) {
  char name[48];
  (void)std::snprintf(name, sizeof name, "/%02zu/AXON_Body_3_%08zu.mp4", i % 28 + 1, i);
  RemovedItem& item = made.item;
  item.path = month(i * 7) + name;
  item.size = 1'000'000 + i;
  item.last_seen = Time{19'600 * kDayNs};
  item.first_missed = Time{19'600 * kDayNs + 3600 * muniment::kNsPerSecond};
  made.row.class_name = kClasses[i % 4];
  made.row.cases = {case_reference(i * 13)};
  item.registered = i % 3 == 0 ? nullptr : &made.row;
  item.listed_by.clear();
  if (i % 10 == 0) {
    item.listed_by = {"A-" + std::to_string(i / 10 * 4 % 1000 + 1)};
  }
}

muniment::Policy policy() {
  muniment::PolicyDeclared declared;
  declared.collection = "{1}/{2}";
  declared.recorded_at = "{1}-{2}-{3}";
  declared.default_class = "evidential";
  declared.rule = "bwv";
  declared.classes = {
      {"evidential", {}},
      {"non-evidential", {muniment::RetentionPeriod::Unit::kDays, 31}},
      {"custody", {muniment::RetentionPeriod::Unit::kYears, 7}},
  };
  return muniment::policy_from(declared, Time{}).value();
}

muniment::AuthorityInForce authority(std::size_t i) {
  muniment::AuthorityInForce made;
  made.terms.reference = "A-" + std::to_string(i);
  made.terms.approved_by = "A. Lee";
  if (i % 2 == 0) {
    made.terms.max_items = 100;  // many are used up on the way
  }
  muniment::Scope& scope = made.terms.scope;
  switch (i % 4) {
    case 0:
      scope.prefixes = {month(i / 4)};
      break;
    case 1:
      scope.listed_paths = 100'000;
      break;
    case 2:
      scope.classes = {kClasses[i / 4 % 4]};
      scope.recorded_from = first_of(i / 4);
      scope.recorded_to = Time{first_of(i / 4 + 1).ns - 1};
      break;
    default:
      scope.cases = {case_reference(i * 3)};
  }
  return made;
}

muniment::HoldInForce hold(std::size_t i) {
  muniment::HoldInForce made;
  made.terms.reference = "H-" + std::to_string(i);
  made.terms.reason = "appeal";
  muniment::Scope& scope = made.terms.scope;
  if (i % 10 < 8) {
    scope.cases = {case_reference(i * 5 + 1)};
  } else if (i % 10 == 8) {
    scope.prefixes = {month(i) + "/01/AXON_Body_3_" + std::to_string(i)};
  } else {
    scope.classes = {"custody"};
    scope.recorded_from = Time{first_of(i % kMonths).ns + kDayNs};
    scope.recorded_to = Time{scope.recorded_from->ns + kDayNs / 4};
  }
  return made;
}

Evidence make_evidence(const Settings& settings) {
  Evidence::Input input;
  input.policies = {policy()};
  for (std::size_t i = 0; i < settings.authorities; ++i) {
    input.authorities.push_back(authority(i));
  }
  for (std::size_t i = 0; i < settings.holds; ++i) {
    input.holds.push_back(hold(i));
  }
  return Evidence(std::move(input));
}

struct Counts {
  std::array<std::size_t, 8> explanations{};
  std::size_t breaches = 0;
};

// Only explain_removal() is timed, a thousand at a time.
double explain_all(const Settings& settings, Evidence& evidence, Counts& counts) {
  constexpr std::size_t kBatch = 1000;
  std::vector<Registered> batch(kBatch);
  double taken = 0;
  for (std::size_t done = 0; done < settings.removals; done += kBatch) {
    for (std::size_t i = 0; i < kBatch; ++i) {
      make_item(done + i, batch[i]);
    }
    taken += seconds_of([&] {
      for (const Registered& one : batch) {
        const muniment::Verdict verdict = explain_removal(one.item, evidence);
        counts.explanations[static_cast<std::size_t>(verdict.explanation)] += 1;
        counts.breaches += verdict.is_breach() ? 1U : 0U;
      }
    });
  }
  return taken;
}

// Seconds for one removal, when every scope is asked.
double ask_every_scope(const Evidence& evidence) {
  constexpr std::size_t kRemovals = 1000;
  std::size_t found = 0;
  Registered one;
  const double taken = seconds_of([&] {
    for (std::size_t i = 0; i < kRemovals; ++i) {
      make_item(i, one);
      const muniment::Classification facts =
          classify(&evidence.policies()[0], one.item.path, one.item.registered);
      const muniment::ScopedItem item{one.item.path, facts, false};
      for (const auto& authority : evidence.authorities()) {
        found += covered_by(authority.terms.scope, item) ? 1U : 0U;
      }
      for (const auto& hold : evidence.holds()) {
        found += held_by(hold.terms.scope, item) ? 1U : 0U;
      }
    }
  });
  if (found == 0) {
    std::fprintf(stderr, "explain_bench: no scope has anything\n");
    std::exit(4);
  }
  return taken / kRemovals;
}

long peak_kib() {
  rusage usage{};
  (void)getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss;
}

Settings parse(int argc, char** argv) {
  Settings settings;
  for (int i = 1; i + 1 < argc; i += 2) {
    const std::string_view word = argv[i];
    const std::size_t value =
        std::max<std::size_t>(std::strtoull(argv[i + 1], nullptr, 10), 1);
    (word == "--removals"      ? settings.removals
     : word == "--authorities" ? settings.authorities
     : word == "--holds"       ? settings.holds
                               : settings.runs) = value;
  }
  return settings;
}

void print(const char* name, const Counts& counts, muniment::Explanation explanation) {
  std::printf("%s %zu, ", name,
              counts.explanations[static_cast<std::size_t>(explanation)]);
}

}  // namespace

int main(int argc, char** argv) {
  const Settings settings = parse(argc, argv);
  std::vector<double> build, explain;
  Counts counts;
  double every = 0;
  for (std::size_t i = 0; i < settings.runs; ++i) {
    counts = {};
    std::vector<Evidence> evidence;
    build.push_back(seconds_of([&] { evidence.push_back(make_evidence(settings)); }));
    explain.push_back(explain_all(settings, evidence[0], counts));
    every = ask_every_scope(evidence[0]);
  }
  const double rate = static_cast<double>(settings.removals) / median(explain);
  std::printf("%zu removals, %zu authorities, %zu holds, %zu runs, medians\n",
              settings.removals, settings.authorities, settings.holds, settings.runs);
  std::printf("evidence  %.3f s to make\n", median(build));
  std::printf("explain   %.2f s, %.0f removals/s\n", median(explain), rate);
  std::printf("every     %.0f removals/s: the indexes are %.0f times as fast\n",
              1 / every, rate * every);
  std::printf("memory    %ld KiB at most\n", peak_kib());
  std::printf("verdicts  ");
  print("authority", counts, muniment::Explanation::kAuthority);
  print("retention", counts, muniment::Explanation::kRetention);
  print("unexplained", counts, muniment::Explanation::kUnexplained);
  std::printf("breaches %zu\n", counts.breaches);
  return 0;
}
