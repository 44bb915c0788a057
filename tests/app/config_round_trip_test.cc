// `config show` prints what parses back to the same configuration, whatever is in it.

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <string>
#include <utility>
#include <vector>

#include "app/config.h"
#include "app/config_settings.h"

namespace muniment {
namespace {

rc::Gen<std::string> any_text() {
  const std::vector<std::string> pieces = {
      "a",  "Z", "0", " ",  "#",   ":",      ": ",     "-",         "'",      "\"",
      "\\", "{", "}", "[",  ",",   "&",      "*",      "!",         "%",      "@",
      "`",  "|", "~", "no", "?",   "\u00e9", "\u202e", "\u200b",    "\ufeff", "null",
      "1",  ".", ">", "//", "1e3", "=",      "\u2028", "\U0001f600"};
  return rc::gen::map(
      rc::gen::container<std::vector<std::string>>(rc::gen::elementOf(pieces)),
      [](const std::vector<std::string>& parts) {
        std::string text;
        for (const std::string& part : parts) {
          text += part;
        }
        return text.substr(0, text.size() > 100 ? 0 : text.size());
      });
}

Duration any_duration(int least_ms) {
  return Duration(*rc::gen::oneOf(rc::gen::inRange(least_ms, 100'000),
                                  rc::gen::inRange(1'000'000, 2'000'000'000)));
}

RetentionPeriod any_period() {
  const auto unit =
      *rc::gen::element(RetentionPeriod::Unit::kDays, RetentionPeriod::Unit::kMonths,
                        RetentionPeriod::Unit::kYears, RetentionPeriod::Unit::kForever);
  return {unit,
          unit == RetentionPeriod::Unit::kForever ? 0 : *rc::gen::inRange(1U, 36501U)};
}

StoreConfig any_store(std::size_t index) {
  StoreConfig store;
  store.name = "store-" + std::to_string(index);
  store.path = "/stores/" + store.name;
  if (const std::string below = *any_text(); below.find('/') == std::string::npos) {
    store.path += "\n\t\x01" + below + "x";
  }
  store.collection = CollectionTemplate::parse(*rc::gen::element<std::string>(
                                                   "", "{1}/{2}", "unit {3}", "#{1}: "))
                         .value();
  store.recorded_at = *rc::gen::element<std::string>("", "{1}-{2}-{3}");
  store.class_name = *any_text();
  store.scan = {any_duration(1), any_duration(0), *rc::gen::inRange(0U, 257U)};
  store.fixity = {any_duration(1), *rc::gen::arbitrary<std::uint64_t>()};
  return store;
}

Config any_config() {
  Config config;
  config.state_dir = "/state";
  config.organisation = {*any_text(), {*any_text(), "dpo@example.org"}};
  const auto store_count = *rc::gen::inRange<std::size_t>(1, 4);
  const auto rule_count = *rc::gen::inRange<std::size_t>(0, 3);
  for (std::size_t i = 0; i < rule_count; ++i) {
    RetentionConfig rule{"rule-" + std::to_string(i), {}};
    for (const std::string& name :
         *rc::gen::container<std::vector<std::string>>(any_text())) {
      rule.classes["c" + name] = any_period();
    }
    config.retention.push_back(std::move(rule));
  }
  for (std::size_t i = 0; i < store_count; ++i) {
    config.stores.push_back(any_store(i));
    if (rule_count > 0 && *rc::gen::arbitrary<bool>()) {
      config.stores.back().retention = "rule-0";
    }
  }
  const std::vector<std::string> keys = {
      "lee+875e24a7+AddamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea",
      "moe+0af74d4a+AV4hLAmA5LOfwJchE0qgIQk3Tt/SYMDT0Dy1AcjWVFep"};
  const auto key_count = *rc::gen::inRange(0, 3);
  config.authorities = {key_count != 1 && *rc::gen::arbitrary<bool>(),
                        key_count > 0 && *rc::gen::arbitrary<bool>(),
                        {keys.begin(), keys.begin() + key_count}};
  const std::vector<WitnessConfig> witnesses = {
      {*rc::gen::element<std::string>("", "north"), "http://w1.example:8080/x",
       "witness.example/w1+04d2d833+BD1AF8PoQ4lakrcKp00bfrycmCzPLsSWjMDNVfEq9GYM"},
      {"", "https://[::1]",
       "witness.example/w2+21e84b38+BF4hLAmA5LOfwJchE0qgIQk3Tt/SYMDT0Dy1AcjWVFep"}};
  const auto witness_count = *rc::gen::inRange(0, 3);
  config.witnesses = {*rc::gen::inRange(1U, witness_count == 2 ? 3U : 2U),
                      any_duration(100),
                      {witnesses.begin(), witnesses.begin() + witness_count}};
  if (*rc::gen::arbitrary<bool>()) {
    config.timestamps = {"http://tsa.example/x", "/ca " + std::string("#.pem"),
                         any_duration(100)};
  }
  config.metrics.max_collections = *rc::gen::inRange(1U, 10001U);
  config.web.listen =
      *rc::gen::element<std::string>("127.0.0.1:0", "[::1]:9847", "host:1");
  return config;
}

TEST(ConfigRoundTrip, ShowParsesBackToTheSameConfiguration) {
  EXPECT_TRUE(rc::check("show, parse, equal", [] {
    const Config config = any_config();
    const std::string text = show_config(config);
    const Result<Config> again = parse_config(text, "shown");
    if (!again) {
      RC_FAIL(again.error().what + "\n" + text);
    }
    RC_ASSERT(again.value() == config);
    RC_ASSERT(show_config(again.value()) == text);
  }));
}

TEST(ConfigRoundTrip, DurationsSizesAndPeriodsParseBack) {
  EXPECT_TRUE(rc::check("values", [] {
    const Duration duration = any_duration(0);
    RC_ASSERT(parse_duration(show_duration(duration)).value() == duration);
    const auto bytes = *rc::gen::arbitrary<std::uint64_t>();
    RC_ASSERT(parse_size(show_size(bytes)).value() == bytes);
    RC_ASSERT(parse_rate(show_rate(bytes)).value() == bytes);
    const RetentionPeriod period = any_period();
    RC_ASSERT(parse_period(show_period(period)).value() == period);
  }));
}

TEST(ConfigRoundTrip, AnyBytesAreRefusedOrUnderstoodButNeverFatal) {
  EXPECT_TRUE(rc::check("no crash", [] {
    std::string text = show_config(any_config());
    const auto at = *rc::gen::inRange<std::size_t>(0, text.size());
    const auto count = *rc::gen::inRange<std::size_t>(0, 20);
    text.replace(at, count, *rc::gen::arbitrary<std::string>());
    const Result<Config> config = parse_config(text, "mutant");
    const std::string what = config ? "" : config.error().what;
    RC_ASSERT(what.find('\n') == std::string::npos);
    RC_ASSERT(config.has_value() == what.empty());
  }));
}

}  // namespace
}  // namespace muniment
