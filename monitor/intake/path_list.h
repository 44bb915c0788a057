// Reads a list of item paths, as `authority add --list FILE` takes it.
//
// Owner:   pure but for reading the file. Threads: any. Memory: the list.
// Failure: kInvalid with file, line and reason for the first path that is wrong: nothing
//          of a list is taken in part. kInvalid, too, when the file cannot be read.

#pragma once

#include <string>
#include <vector>

#include "model/item.h"
#include "model/result.h"

namespace muniment {

// One path a line, or with `null_separated` each ended by a NUL byte, for names that hold
// a line feed. Sorted, each path once.
Result<std::vector<StorePath>> read_path_list(const std::string& file,
                                              bool null_separated);

}  // namespace muniment
