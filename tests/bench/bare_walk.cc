// The least that any inventory must do, for comparison: list, stat and (with --digest)
// read and digest every file of a tree, with a few threads over its directories. Keeps
// nothing.
//
// Usage:   bare_walk THREADS DIRECTORY [--digest]
// Failure: says what failed and ends with status 1; there is nothing to recover here.

#include <dirent.h>
#include <fcntl.h>
#include <openssl/evp.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xxhash.h>

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace {

[[noreturn]] void fail(const std::string& what) {
  std::perror(("bare_walk: " + what).c_str());
  std::exit(1);
}

// Directories to do. pop() waits until there is one, or until nobody can add any more.
class Queue {
 public:
  void push(std::string path) {
    const std::lock_guard lock(mutex_);
    paths_.push_back(std::move(path));
    ++unfinished_;
    changed_.notify_one();
  }
  bool pop(std::string& path) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return !paths_.empty() || unfinished_ == 0; });
    if (!paths_.empty()) {
      path = std::move(paths_.back());
      paths_.pop_back();
      return true;
    }
    return false;
  }
  void finish_one() {
    const std::lock_guard lock(mutex_);
    if (--unfinished_ == 0) {
      changed_.notify_all();
    }
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::string> paths_;
  std::size_t unfinished_ = 0;  // queued or being listed
};

// Of all threads together; `mixed` has a part of every digest, so that none can be left
// out.
std::atomic<std::uint64_t> files, bytes, mixed;

// What one thread does, with buffers of its own. Both contexts live as long as the
// process.
class Walker {
 public:
  Walker(Queue& queue, bool digest) : queue_(queue), digest_(digest) {
    EVP_DigestInit_ex(sha256_, EVP_sha256(), nullptr);
  }

  void run() {
    for (std::string path; queue_.pop(path); queue_.finish_one()) {
      DIR* listing = opendir(path.c_str());
      if (listing == nullptr) {
        fail(path);
      }
      // NOLINTNEXTLINE(concurrency-mt-unsafe): each thread has its own listing
      while (const dirent* entry = readdir(listing)) {
        visit(path, dirfd(listing), entry->d_name);
      }
      closedir(listing);
    }
  }

 private:
  void visit(const std::string& path, int directory, const char* name) {
    struct statx facts = {};
    if (name == std::string_view(".") || name == std::string_view("..")) {
      return;
    }
    if (statx(directory, name, AT_SYMLINK_NOFOLLOW, STATX_BASIC_STATS, &facts) != 0) {
      fail(path);
    }
    if (S_ISDIR(facts.stx_mode)) {
      queue_.push(path + "/" + name);
    } else if (S_ISREG(facts.stx_mode)) {
      ++files;
      bytes += facts.stx_size;
      if (digest_) {
        read_content(directory, name);
      }
    }
  }

  // open, fstat, read, fstat, as whoever must not believe a torn read has to.
  void read_content(int directory, const char* name) {
    const int file = openat(directory, name, O_RDONLY | O_NOFOLLOW);
    struct stat before = {};
    struct stat after = {};
    if (file < 0 || fstat(file, &before) != 0) {
      fail(name);
    }
    EVP_DigestInit_ex2(sha256_, nullptr, nullptr);
    XXH3_128bits_reset(xxh3_);
    for (off_t left = before.st_size; left > 0;) {
      const ssize_t got = read(file, buffer_.data(), buffer_.size());
      if (got <= 0) {
        fail(name);
      }
      EVP_DigestUpdate(sha256_, buffer_.data(), static_cast<std::size_t>(got));
      XXH3_128bits_update(xxh3_, buffer_.data(), static_cast<std::size_t>(got));
      left -= got;
    }
    unsigned char sha256[EVP_MAX_MD_SIZE];
    EVP_DigestFinal_ex(sha256_, sha256, nullptr);
    mixed ^= XXH3_128bits_digest(xxh3_).low64 ^ sha256[0];
    if (fstat(file, &after) != 0 || after.st_mtime != before.st_mtime) {
      fail(name);
    }
    close(file);
  }

  Queue& queue_;
  const bool digest_;
  std::vector<char> buffer_ = std::vector<char>(1 << 20);
  EVP_MD_CTX* const sha256_ = EVP_MD_CTX_new();
  XXH3_state_t* const xxh3_ = XXH3_createState();
};

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) {
    fail("usage: bare_walk THREADS DIRECTORY [--digest]");
  }
  const bool digest = argc > 3;
  Queue queue;
  queue.push(argv[2]);
  std::vector<std::jthread> threads(std::stoul(argv[1]));
  for (std::jthread& thread : threads) {
    thread = std::jthread([&queue, digest] { Walker(queue, digest).run(); });
  }
  threads.clear();  // waits for all of them
  std::printf("%ju files, %ju bytes, %jx\n", std::uintmax_t{files},
              std::uintmax_t{bytes}, std::uintmax_t{mixed});
}
