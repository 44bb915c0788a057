#include "app/policy_settings.h"

#include <gtest/gtest.h>

#include <string>

namespace muniment {
namespace {

Config config_of(const std::string& store) {
  const Result<Config> config = parse_config(
      "stores:\n  - {name: bwv, path: /srv/bwv" + store +
          "}\n"
          "retention:\n"
          "  - {name: other, classes: {evidential: 1d}}\n"
          "  - {name: bwv, classes: {non-evidential: 31d, evidential: forever}}\n",
      "muniment.yml");
  EXPECT_TRUE(config) << (config ? "" : config.error().what);
  return config ? config.value() : Config{};
}

TEST(Policy, IsWhatTheStoreAndItsRetentionRuleSay) {
  const Config config = config_of(
      ", collection: \"{1}/{2}\", recorded_at: \"{1}-{2}-{3}\", class: evidential, "
      "retention: bwv");
  const PolicyDeclared policy = policy_of(config, config.stores.at(0));
  EXPECT_EQ(policy.store, "bwv");
  EXPECT_EQ(policy.collection, "{1}/{2}");
  EXPECT_EQ(policy.recorded_at, "{1}-{2}-{3}");
  EXPECT_EQ(policy.default_class, "evidential");
  EXPECT_EQ(policy.rule, "bwv");
  EXPECT_EQ(policy.classes,
            (RetentionPeriods{{"evidential", {RetentionPeriod::Unit::kForever, 0}},
                              {"non-evidential", {RetentionPeriod::Unit::kDays, 31}}}));
}

TEST(Policy, OfAStoreWithoutARetentionRuleHasNoClasses) {
  const Config config = config_of("");
  const PolicyDeclared policy = policy_of(config, config.stores.at(0));
  EXPECT_EQ(policy, (PolicyDeclared{"bwv", "", "", "", "", {}}));
}

TEST(Policy, ChangesWithThePeriodOfAClass) {
  Config config = config_of(", retention: bwv");
  const PolicyDeclared before = policy_of(config, config.stores.at(0));
  config.retention.at(1).classes.at("non-evidential").count = 1;
  EXPECT_NE(policy_of(config, config.stores.at(0)), before);
  config = config_of(", retention: bwv");
  config.retention.at(0).classes.clear();
  EXPECT_EQ(policy_of(config, config.stores.at(0)), before) << "the rule of others";
}

}  // namespace
}  // namespace muniment
