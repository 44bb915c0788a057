// Both digests of a stream of bytes, and the cheap hash of directory fingerprints.
//
// Owner:   one Digester per thread, reused for item after item: making one costs more
//          than digesting a small file. Threads: not thread-safe.
// Failure: none once made; running out of memory ends the process.

#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

#include "model/item.h"

namespace muniment {

class Digester {
 public:
  Digester();
  ~Digester();
  Digester(const Digester&) = delete;
  Digester& operator=(const Digester&) = delete;

  void start();
  void add(const void* bytes, std::size_t count);
  Digests finish();

  // start, add, finish of bytes that are all there: the short way for small files.
  Digests digest(std::string_view bytes);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// XXH3-128 over fields added one after another; tells whether a directory changed.
using Fingerprint = std::array<std::uint8_t, 16>;

class FingerprintBuilder {
 public:
  FingerprintBuilder();
  ~FingerprintBuilder();
  FingerprintBuilder(const FingerprintBuilder&) = delete;
  FingerprintBuilder& operator=(const FingerprintBuilder&) = delete;

  void start();
  // One entry: its name and the metadata that a change would touch.
  void add(std::string_view name, const ItemFacts& facts);
  Fingerprint finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace muniment
