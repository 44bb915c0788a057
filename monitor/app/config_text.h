// What a text in the configuration may be: a name, an address, an absolute path.
//
// Owner:   pure functions. Threads: any.
// Failure: the complaint itself, ready to be put behind the key; "" when there is none.

#pragma once

#include <string>
#include <string_view>

namespace muniment {

std::string check_plain_text(
    std::string_view value);                     // anything without control characters
std::string check_name(std::string_view value);  // [a-z0-9][a-z0-9._-]{0,62}
std::string check_optional_name(std::string_view value);  // or ""
std::string check_template(std::string_view value);  // braces as in CollectionTemplate
std::string check_email(std::string_view value);     // or ""
std::string check_address(std::string_view value);   // host:port
std::string check_url(std::string_view value);       // http or https, with a host
std::string check_optional_url(std::string_view value);   // or ""
std::string check_optional_path(std::string_view value);  // absolute, or ""
std::string check_witness_key(std::string_view value);
std::string check_verifier_key(std::string_view value);
std::string check_class_name(std::string_view value);
std::string check_absolute_path(std::string_view value);

// Without doubled and trailing slashes and "." parts. REQUIRES: no complaint about it.
std::string tidy_path(std::string_view path);

}  // namespace muniment
