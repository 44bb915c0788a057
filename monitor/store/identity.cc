#include "store/identity.h"

#include <fcntl.h>
#include <linux/magic.h>
#include <sys/stat.h>
#include <sys/statfs.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "model/item.h"

namespace muniment {
namespace {

std::string hex_number(std::uint64_t value) {
  std::ostringstream text;
  text << std::hex << value;
  return text.str();
}

Time to_time(const statx_timestamp& time) {
  return time_from_parts(time.tv_sec, time.tv_nsec);
}

// A file handle names the inode and its generation, so that a directory made anew under
// the same inode number is another one. Not every filesystem has them: then "".
std::string handle_of(int root) {
  std::vector<char> storage(sizeof(file_handle) + MAX_HANDLE_SZ);
  auto* handle = reinterpret_cast<file_handle*>(storage.data());
  handle->handle_bytes = MAX_HANDLE_SZ;
  int mount_id = 0;
  if (::name_to_handle_at(root, "", handle, &mount_id, AT_EMPTY_PATH) != 0) {
    return "";
  }
  return hex_number(static_cast<std::uint64_t>(handle->handle_type)) + ":" +
         to_hex(handle->f_handle, handle->handle_bytes);
}

struct MountLine {
  std::string type;
  std::string source;
};

// /proc/self/mountinfo writes space, tab, newline and backslash as \ooo.
std::string unescape_octal(const std::string& text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\' && i + 3 < text.size()) {
      out += static_cast<char>((text[i + 1] - '0') * 64 + (text[i + 2] - '0') * 8 +
                               (text[i + 3] - '0'));
      i += 3;
    } else {
      out += text[i];
    }
  }
  return out;
}

// The line of mountinfo for `mount_id`: "36 35 98:0 / /mnt rw - ext4 /dev/sdb1 rw".
MountLine mount_line(std::uint64_t mount_id) {
  std::ifstream mounts("/proc/self/mountinfo");
  for (std::string line; std::getline(mounts, line);) {
    std::istringstream fields(line);
    std::uint64_t id = 0;
    if (!(fields >> id) || id != mount_id) {
      continue;
    }
    for (std::string field; fields >> field;) {
      if (field == "-") {
        MountLine found;
        fields >> found.type >> found.source;
        found.source = unescape_octal(found.source);
        return found;
      }
    }
  }
  return {};
}

Result<struct statx> statx_of(int root, std::string_view path) {
  struct statx status {};
  if (::statx(root, "", AT_EMPTY_PATH, STATX_INO | STATX_BTIME | STATX_MNT_ID,
              &status) != 0) {
    return error_from_errno(errno, "stat", path);
  }
  return status;
}

}  // namespace

Result<MountedRoot> mounted_root_of(int root, std::string_view path) {
  MUNIMENT_ASSIGN(const struct statx status, statx_of(root, path));
  return MountedRoot{status.stx_mnt_id, status.stx_dev_major, status.stx_dev_minor,
                     status.stx_ino};
}

Result<StoreIdentity> identity_of(int root, std::string_view path) {
  MUNIMENT_ASSIGN(const struct statx status, statx_of(root, path));
  struct statfs filesystem {};
  if (::fstatfs(root, &filesystem) != 0) {
    return error_from_errno(errno, "statfs", path);
  }
  std::uint8_t id_bytes[sizeof filesystem.f_fsid];
  std::memcpy(id_bytes, &filesystem.f_fsid, sizeof id_bytes);
  MountLine mount = mount_line(status.stx_mnt_id);

  StoreIdentity identity;
  identity.filesystem_type =
      mount.type.empty() ? hex_number(static_cast<std::uint64_t>(filesystem.f_type))
                         : mount.type;
  identity.filesystem_id = to_hex(id_bytes, sizeof id_bytes);
  identity.root_inode = status.stx_ino;
  if ((status.stx_mask & STATX_BTIME) != 0) {
    identity.root_birth = to_time(status.stx_btime);
  }
  identity.root_handle = handle_of(root);
  identity.mount_source = std::move(mount.source);
  return identity;
}

}  // namespace muniment
