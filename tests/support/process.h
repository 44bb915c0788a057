// Other processes in tests: programs, and children of the test itself.
//
// Owner: waits for every process it starts. Threads: one, with none of its own running
//        when it forks. Failure: ends the test program.

#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace muniment {

// What a program writes to standard output; nullopt when there is no such program.
std::optional<std::string> output_of(const std::vector<std::string>& command);

enum class ChildResult { kPassed, kFailed, kSkipped };

// Runs `body` in a child process. It passes when no expectation in it failed; it is
// skipped when `body` answers false: what it needs is not to be had here.
ChildResult in_child(const std::function<bool()>& body);

// The same as a user whom permissions bind; as it is for whoever is not root already.
ChildResult in_unprivileged_child(const std::function<void()>& body);

// The same in a mount namespace of its own, where mounting changes nothing for others.
// Skipped where this is not allowed.
ChildResult in_child_with_own_mounts(const std::function<void()>& body);

}  // namespace muniment
