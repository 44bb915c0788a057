// How fast the ledger takes events in, and how fast it verifies, on this machine.
//
//   ledger_bench DIRECTORY [--events N] [--batch N] [--runs N]
//
// Append is the whole path: events encoded, hashed, written as tiles, synced, read back,
// signed, checkpoint in place. Its peer in the same run is what nobody can go below: the
// same bytes written to one file in the same batches, each synced. Prints medians and
// ratios.

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <boost/filesystem.hpp>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

#include "ledger/ledger.h"
#include "ledger/verify.h"
#include "model/event_json.h"

namespace {

namespace fs = boost::filesystem;
using muniment::Event;

struct Settings {
  fs::path directory;
  std::size_t events = 1'000'000;
  std::size_t batch = 65'536;
  std::size_t runs = 3;
};

template <typename T>
T need(muniment::Result<T> result) {
  if (!result) {
    std::fprintf(stderr, "ledger_bench: %s\n", result.error().what.c_str());
    std::exit(4);
  }
  return std::move(result).value();
}

void need(const muniment::Status& status) {
  if (!status) {
    std::fprintf(stderr, "ledger_bench: %s\n", status.error().what.c_str());
    std::exit(4);
  }
}

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

// What a first scan records: one `added` event an item.
std::vector<Event> make_batch(std::size_t first, std::size_t count) {
  std::vector<Event> events;
  for (std::size_t i = first; i < first + count; ++i) {
    char path[64];
    std::snprintf(path, sizeof path, "2023/%02zu/%02zu/AXON_Body_3_%08zu.mp4",
                  i / 28 % 12 + 1, i % 28 + 1, i);
    muniment::ItemAdded added;
    added.store = "bwv-primary";
    added.path = muniment::StorePath{path};
    added.facts.size = 1'000'000 + i;
    added.facts.mtime.ns = 1'690'000'000'123'456'789 + static_cast<std::int64_t>(i);
    added.facts.ctime = added.facts.mtime;
    added.facts.inode = 4711 + i;
    added.facts.digests.emplace();
    std::memcpy(added.facts.digests->sha256.data(), &i, sizeof i);
    std::memcpy(added.facts.digests->xxh3_128.data(), &i, sizeof i);
    events.push_back({muniment::wall_clock_now(), std::move(added)});
  }
  return events;
}

std::vector<std::string> encode(const std::vector<Event>& events) {
  std::vector<std::string> entries;
  entries.reserve(events.size());
  for (const Event& event : events) {
    entries.push_back(encode_event(event));
  }
  return entries;
}

struct Measured {
  double append = 0, bare = 0, verify = 0;  // seconds
  std::uint64_t entry_bytes = 0, disk_bytes = 0;
};

std::uint64_t bytes_below(const fs::path& directory) {
  std::uint64_t bytes = 0;
  for (const auto& entry : fs::recursive_directory_iterator(directory)) {
    bytes += fs::is_regular_file(entry) ? fs::file_size(entry) : 0;
  }
  return bytes;
}

void write_bare(int file, const std::string& bytes) {
  if (::write(file, bytes.data(), bytes.size()) != static_cast<ssize_t>(bytes.size()) ||
      ::fsync(file) != 0) {
    std::perror("ledger_bench: bare write");
    std::exit(4);
  }
}

Measured run(const Settings& settings, std::size_t number) {
  const fs::path home = settings.directory / ("run" + std::to_string(number));
  fs::create_directories(home);
  const auto key_path = (home / "key.pem").string();
  const auto ledger_path = (home / "ledger").string();
  auto key = need(muniment::SigningKey::create(key_path, "bench.example/muniment"));
  const muniment::VerifierKey verifier = key.verifier();
  auto ledger = need(muniment::Ledger::open(ledger_path, std::move(key)));
  const int bare = ::open((home / "bare").c_str(), O_WRONLY | O_CREAT, 0644);

  Measured measured;
  for (std::size_t done = 0; done < settings.events;) {
    const std::size_t count = std::min(settings.batch, settings.events - done);
    const std::vector<Event> events = make_batch(done, count);
    std::vector<std::string> entries;
    measured.append += seconds_of([&] {
      entries = encode(events);
      need(ledger.append(entries));
    });
    std::string bytes;
    for (const std::string& entry : entries) {
      bytes += entry;
    }
    measured.entry_bytes += bytes.size();
    measured.bare += seconds_of([&] { write_bare(bare, bytes); });
    done += count;
  }
  (void)::close(bare);
  measured.disk_bytes = bytes_below(ledger_path);
  measured.verify = seconds_of([&] {
    const auto report = need(muniment::verify_ledger(ledger_path, verifier));
    if (!report.ok() || report.size != settings.events) {
      std::fprintf(stderr, "ledger_bench: the ledger does not verify\n");
      std::exit(5);
    }
  });
  return measured;
}

Settings parse(int argc, char** argv) {
  Settings settings;
  for (int i = 1; i < argc; ++i) {
    const std::string word = argv[i];
    if (word.starts_with("--") && i + 1 < argc) {
      const std::size_t value = std::strtoull(argv[++i], nullptr, 10);
      (word == "--events"  ? settings.events
       : word == "--batch" ? settings.batch
                           : settings.runs) = std::max<std::size_t>(value, 1);
    } else {
      settings.directory = word;
    }
  }
  return settings;
}

}  // namespace

int main(int argc, char** argv) {
  const Settings settings = parse(argc, argv);
  if (settings.directory.empty()) {
    std::fprintf(stderr,
                 "usage: ledger_bench DIRECTORY [--events N] [--batch N] [--runs N]\n");
    return 2;
  }
  std::vector<double> append, bare, verify, ratio;
  Measured last;
  for (std::size_t i = 0; i < settings.runs; ++i) {
    last = run(settings, i);
    append.push_back(last.append);
    bare.push_back(last.bare);
    verify.push_back(last.verify);
    ratio.push_back(last.append / last.bare);
  }
  const auto count = static_cast<double>(settings.events);
  std::printf("%zu events in batches of %zu, %zu runs, medians\n", settings.events,
              settings.batch, settings.runs);
  std::printf("append  %.2f s, %.0f events/s\n", median(append),
              count / median(append));
  std::printf("bare    %.2f s, %.0f events/s: append takes %.2f times as long\n",
              median(bare), count / median(bare), median(ratio));
  std::printf("verify  %.2f s, %.0f entries/s\n", median(verify),
              count / median(verify));
  std::printf(
      "on disk %.3f times the bytes of the entries (%.0f bytes an entry)\n",
      static_cast<double>(last.disk_bytes) / static_cast<double>(last.entry_bytes),
      static_cast<double>(last.disk_bytes) / count);
  return 0;
}
