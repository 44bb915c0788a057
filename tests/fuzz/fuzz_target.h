// What all fuzz targets share: the function that libFuzzer calls with any bytes.
//
// A target ends the process (MUNIMENT_CHECK, or a sanitizer) when something that must
// always hold does not. Built by the preset `fuzz` it searches for such bytes; built with
// replay_main.cc it only runs those in corpus/, which ctest does.
//
// Owner:   `data` belongs to the caller. Threads: one. Failure: ends the process.

#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace muniment {

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer wants this name
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

inline std::string_view as_text(const std::uint8_t* data, std::size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

}  // namespace muniment
