// One open directory of a store: its entries, their metadata, their content. Everything
// is relative to the open directory, one name at a time: no path is resolved again, no
// symlink followed, no other filesystem entered, nothing but regular files opened,
// nothing written.
//
// Owner:   the walk makes a Directory and lends it to the visitor for one call.
// Threads: one thread at a time.
// Failure: errors name the path; kNotFound means that the entry went away meanwhile.

#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "digest/content.h"
#include "model/item.h"
#include "model/result.h"
#include "store/descriptor.h"

namespace muniment {

// A directory entry as getdents64 tells it.
struct Entry {
  std::uint64_t inode = 0;
  std::uint32_t name_start = 0;  // in DirectoryListing::names
  std::uint16_t name_length = 0;
  std::uint8_t kind = 0;  // DT_REG, DT_LNK, ... never DT_UNKNOWN
};

// Names are kept in one string: a directory may have a million.
struct DirectoryListing {
  std::vector<Entry> entries;  // by inode, which is the order the disk likes
  std::string names;

  std::string_view name(const Entry& entry) const {
    return std::string_view(names).substr(entry.name_start, entry.name_length);
  }
};

// Opens the entry `name` of `parent` as a directory, by openat2 with RESOLVE_BENEATH,
// RESOLVE_NO_SYMLINKS and RESOLVE_NO_XDEV. `path` is for messages.
Result<Descriptor> open_subdirectory(int parent, const std::string& name,
                                     std::string_view path);

// A descriptor of its own for an open directory: reading one moves the position of the
// descriptor that it is read by.
Result<Descriptor> reopen_directory(int directory, std::string_view path);

// What a look at one name finds.
enum class Presence { kAbsent, kPresent };
// Is `name` in `directory` an entry of `type`? kAbsent also when it is of another type.
Result<Presence> look_for(int directory, const std::string& name, ItemType type,
                          std::string_view path);

struct OpenItem {
  Descriptor fd;
  ItemFacts facts;  // without digests
};

// Opens one regular file for reading, without touching its access time where the kernel
// lets us. kChanged when it is something else.
Result<OpenItem> open_item(int directory, const std::string& name,
                           std::string_view path);

class Directory {
 public:
  // Takes over an open directory. `path` is its path in the store.
  Directory(Descriptor fd, StorePath path)
      : fd_(std::move(fd)), path_(std::move(path)) {}

  const StorePath& path() const { return path_; }
  int fd() const { return fd_.get(); }

  // Reads the entries, directories into `subdirectories` and all others into listing().
  Status list(std::vector<std::string>& subdirectories);
  const DirectoryListing& listing() const { return listing_; }
  // Its descriptor may be needed for longer than its entries.
  void forget_listing() { listing_ = {}; }

  // Metadata of an entry, and of a symlink its target. Opens nothing.
  Result<ItemFacts> look(const Entry& entry) const;

  // Opens a regular file and says what fstat knows of it. kNotFound when it is gone,
  // kChanged when it is not a regular file any more.
  Result<OpenItem> open(const Entry& entry) const;
  // Reads all of it: its facts with digests. kChanged when it changed meanwhile.
  Result<ItemFacts> read(const Entry& entry, const OpenItem& item,
                         ContentReader& reader, std::atomic<std::uint64_t>* bytes_read,
                         const std::atomic<bool>* stop) const;

  StorePath path_of(const Entry& entry) const {
    return join_path(path_, listing_.name(entry));
  }

 private:
  Status add_entries(const char* buffer, std::size_t size,
                     std::vector<std::string>& subdirectories);
  Result<std::uint8_t> kind_by_stat(const char* name) const;

  Descriptor fd_;
  StorePath path_;
  DirectoryListing listing_;
};

}  // namespace muniment
