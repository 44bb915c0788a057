#include "store/walk.h"

#include <algorithm>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "model/json_text.h"
#include "model/printable.h"

namespace muniment {
namespace {

struct Pending {
  std::shared_ptr<Directory> parent;
  std::string name;
};

// The directories that wait, and how many are being worked on.
class Stack {
 public:
  void push(std::vector<Pending> pending) {
    {
      const std::lock_guard lock(mutex_);
      waiting_.insert(waiting_.end(), std::make_move_iterator(pending.begin()),
                      std::make_move_iterator(pending.end()));
    }
    changed_.notify_all();
  }

  // Waits for one; false when all is done. Each success is followed by one done().
  bool pop(Pending& out) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return !waiting_.empty() || busy_ == 0; });
    if (waiting_.empty()) {
      return false;
    }
    out = std::move(waiting_.back());
    waiting_.pop_back();
    ++busy_;
    return true;
  }

  void done() {
    const std::lock_guard lock(mutex_);
    if (--busy_ == 0) {
      changed_.notify_all();
    }
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Pending> waiting_;
  int busy_ = 0;
};

std::size_t recorded_length(std::string_view path) {
  std::string text;
  append_json_string(text, path);
  return text.size();
}

bool is_too_long(const StorePath& path) {
  // A name in it that is no text puts the whole path into base64, which is 4 for 3.
  if (path.size() > kMaxRecordedPathBytes / 4 * 3) {
    return true;
  }
  // Escaping makes a byte at most six; most paths are short enough to skip counting.
  return path.size() > kMaxRecordedPathBytes / 6 && is_utf8(path) &&
         recorded_length(path) > kMaxRecordedPathBytes;
}

class Walk {
 public:
  Walk(WalkVisitor& visitor, const std::atomic<bool>& stop)
      : visitor_(visitor), stop_(stop) {}

  void run(Descriptor root, unsigned threads) {
    enter(0, std::make_shared<Directory>(std::move(root), StorePath()));
    std::vector<std::jthread> workers;
    for (unsigned i = 0; i < threads; ++i) {
      workers.emplace_back([this, i] { work(i); });
    }
  }

 private:
  void work(unsigned worker) {
    for (Pending next; stack_.pop(next);) {
      if (!stop_.load(std::memory_order_relaxed)) {
        open_and_enter(worker, std::move(next));
      }
      next = {};
      stack_.done();
    }
  }

  void open_and_enter(unsigned worker, Pending next) {
    StorePath path = join_path(next.parent->path(), next.name);
    if (is_too_long(path)) {
      visitor_.unobserved(path, {ErrorCode::kUnsupported, 0,
                                 "its path of " + std::to_string(path.size()) +
                                     " bytes is too long to record"});
      return;
    }
    auto fd = open_subdirectory(next.parent->fd(), next.name, path);
    next.parent.reset();
    if (fd) {
      enter(worker,
            std::make_shared<Directory>(std::move(fd).value(), std::move(path)));
    } else if (fd.error().code != ErrorCode::kNotFound) {
      visitor_.unobserved(path, fd.error());
    }
  }

  // Lists a directory, hands its subdirectories to the other threads, then visits it.
  void enter(unsigned worker, const std::shared_ptr<Directory>& directory) {
    std::vector<std::string> names;
    if (auto listed = directory->list(names); !listed) {
      visitor_.unobserved(directory->path(), listed.error());
      return;
    }
    std::vector<Pending> pending;
    pending.reserve(names.size());
    for (std::string& name : names) {
      pending.push_back({directory, std::move(name)});
    }
    stack_.push(std::move(pending));
    visitor_.visit(worker, *directory);
    directory->forget_listing();
  }

  WalkVisitor& visitor_;
  const std::atomic<bool>& stop_;
  Stack stack_;
};

}  // namespace

void walk(Descriptor root, unsigned threads, WalkVisitor& visitor,
          const std::atomic<bool>& stop) {
  Walk(visitor, stop).run(std::move(root), std::max(1U, threads));
}

unsigned default_walk_threads() {
  return std::clamp(std::thread::hardware_concurrency() * 2, 4U, 16U);
}

}  // namespace muniment
