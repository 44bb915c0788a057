#include "app/config.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <string>

#include "app/nearest.h"

namespace muniment {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr std::string_view kExample = R"(state_dir: /var/lib/muniment
organisation:
  name: Example Constabulary
  dpo: {name: "", email: dpo@example.org}
stores:
  - name: bwv-primary
    path: /srv/evidence/bwv
    collection: "{1}/{2}"            # the first two path segments, for example 2023/07
    recorded_at: "{1}-{2}-{3}"       # the recorded date, from the path
    class: evidential                # default class (the register overrides it)
    retention: bwv
    scan: {every: 1h, settle: 5s}
    fixity: {every: 30d, max_rate: 200MB/s}
retention:
  - name: bwv
    classes: {non-evidential: 31d, evidential: forever}
metrics: {max_collections: 200}
web: {listen: "127.0.0.1:9847", config_file: ""}
alerting: {alertmanagers: [], webhooks: []}
)";

Config parsed(std::string_view text) {
  Result<Config> config = parse_config(text, "muniment.yml");
  EXPECT_TRUE(config) << config.error().what;
  return config ? std::move(config).value() : Config{};
}

// A directory of its own that is gone afterwards.
class ConfigFiles : public testing::Test {
 protected:
  void SetUp() override {
    std::string name = testing::TempDir() + "config_XXXXXX";
    ASSERT_NE(::mkdtemp(name.data()), nullptr);
    directory_ = name;
  }
  void TearDown() override {
    for (const std::string& path : written_) {
      ::unlink(path.c_str());
    }
    ::rmdir(directory_.c_str());
  }
  std::string file(const std::string& name, std::string_view text) {
    const std::string path = directory_ + '/' + name;
    std::ofstream(path) << text;
    written_.push_back(path);
    return path;
  }

  std::string directory_;
  std::vector<std::string> written_;
};

TEST(Config, ReadsTheExampleOfTheDesign) {
  const Config config = parsed(kExample);
  EXPECT_EQ(config.state_dir, "/var/lib/muniment");
  EXPECT_EQ(config.organisation.name, "Example Constabulary");
  EXPECT_EQ(config.organisation.dpo.email, "dpo@example.org");
  ASSERT_EQ(config.stores.size(), 1U);
  const StoreConfig& store = config.stores[0];
  EXPECT_EQ(store.name, "bwv-primary");
  EXPECT_EQ(store.path, "/srv/evidence/bwv");
  EXPECT_EQ(store.collection.apply("2023/07/a.mp4"), "2023/07");
  EXPECT_EQ(store.recorded_at, "{1}-{2}-{3}");
  EXPECT_EQ(store.class_name, "evidential");
  EXPECT_EQ(store.retention, "bwv");
  EXPECT_EQ(store.fixity.max_rate, 200'000'000U);
  ASSERT_EQ(config.retention.size(), 1U);
  const auto& classes = config.retention[0].classes;
  EXPECT_EQ(show_period(classes.at("non-evidential")), "31d");
  EXPECT_EQ(show_period(classes.at("evidential")), "forever");
}

TEST(Config, HasDefaultsForAllButTheStores) {
  const Config config = parsed("stores: [{name: a, path: /a}]\n");
  EXPECT_EQ(config.state_dir, "/var/lib/muniment");
  EXPECT_EQ(config.stores[0].scan.every, hours(1));
  EXPECT_EQ(config.stores[0].scan.settle, seconds(5));
  EXPECT_EQ(config.stores[0].scan.threads, 0U);
  EXPECT_EQ(config.stores[0].fixity.every, hours(24 * 30));
  EXPECT_EQ(config.stores[0].fixity.max_rate, 0U);
  EXPECT_FALSE(config.authorities.require_second_approver);
  EXPECT_FALSE(config.authorities.require_signature);
  EXPECT_TRUE(config.authorities.keys.empty());
  EXPECT_EQ(config.metrics.max_collections, 200U);
  EXPECT_EQ(config.web.listen, "127.0.0.1:9847");
}

TEST(Config, TakesSectionsThatAreAllCommentedOut) {
  const Config config =
      parsed("stores: [{name: a, path: /a, scan: }]\nweb:\nretention:\n");
  EXPECT_EQ(config, parsed("stores: [{name: a, path: /a}]\n"));
}

TEST(Config, KeepsWordsAsText) {
  const Config config = parsed(
      "organisation: {name: NO, dpo: {name: 0x1F}}\n"
      "stores: [{name: \"on\", path: /a, class: yes}, {name: 007, path: /b, class: "
      "'true'}]\n");
  EXPECT_EQ(config.organisation.name, "NO");
  EXPECT_EQ(config.organisation.dpo.name, "0x1F");
  EXPECT_EQ(config.stores[0].name, "on");
  EXPECT_EQ(config.stores[0].class_name, "yes");
  EXPECT_EQ(config.stores[1].name, "007");
  EXPECT_EQ(config.stores[1].class_name, "true");
}

TEST(Config, TidiesPathsWithoutLookingAtThem) {
  const Config config =
      parsed("stores: [{name: a, path: /srv//./bwv/}]\nstate_dir: /x/\n");
  EXPECT_EQ(config.stores[0].path, "/srv/bwv");
  EXPECT_EQ(config.state_dir, "/x");
}

TEST(Config, TakesStoresThatOnlyShareTheBeginningOfAName) {
  const Config config =
      parsed("stores: [{name: a, path: /srv/a}, {name: ab, path: /srv/ab}]\n");
  EXPECT_EQ(config.stores.size(), 2U);
}

TEST(Config, TakesWhatEditorsWrite) {
  EXPECT_EQ(parsed("---\nstores: [{name: a, path: /a}]\n").stores.size(), 1U);
  EXPECT_EQ(parsed("stores: [{name: a, path: /a}]\n...\n").stores.size(), 1U);
  EXPECT_EQ(parsed("\xef\xbb\xbfstores: [{name: a, path: /a}]\n").stores.size(), 1U);
  EXPECT_EQ(parsed("stores:\r\n  - name: a\r\n    path: /a\r\n").stores.size(), 1U);
  EXPECT_EQ(parsed("stores:\n  - name: a\t# first\n    path: /a\n").stores.size(), 1U);
}

TEST(Config, ReadsDurationsSizesRatesAndPeriods) {
  EXPECT_EQ(parse_duration("250ms").value(), milliseconds(250));
  EXPECT_EQ(parse_duration("1h30m").value(), std::chrono::minutes(90));
  EXPECT_EQ(parse_duration("2w").value(), hours(14 * 24));
  EXPECT_EQ(parse_duration("0").value(), milliseconds(0));
  EXPECT_EQ(show_duration(std::chrono::minutes(90)), "1h30m");
  EXPECT_EQ(show_duration(milliseconds(0)), "0s");
  EXPECT_EQ(parse_size("64MiB").value(), 64U << 20);
  EXPECT_EQ(parse_size("4096").value(), 4096U);
  EXPECT_EQ(parse_size("2KB").value(), parse_size("2kB").value());
  EXPECT_EQ(show_size(64U << 20), "64MiB");
  EXPECT_EQ(show_size(200'000'000), "200MB");
  EXPECT_EQ(show_size(1500), "1500B");
  EXPECT_EQ(parse_rate("unlimited").value(), 0U);
  EXPECT_EQ(parse_rate("200MB/s").value(), 200'000'000U);
  EXPECT_EQ(parse_period("6m").value(),
            (RetentionPeriod{RetentionPeriod::Unit::kMonths, 6}));
}

TEST(Config, ShowsEverySettingWithItsValue) {
  const std::string text = show_config(parsed(kExample));
  EXPECT_NE(text.find("  dpo:\n    name: \"\"\n    email: dpo@example.org\n"),
            text.npos);
  EXPECT_NE(text.find("stores:\n  - name: bwv-primary\n    path: /srv/evidence/bwv\n"),
            text.npos);
  EXPECT_NE(
      text.find("    scan:\n      every: 1h\n      settle: 5s\n      threads: 0\n"),
      text.npos);
  EXPECT_NE(text.find("    classes: {evidential: forever, non-evidential: 31d}\n"),
            text.npos);
  EXPECT_EQ(parsed(text), parsed(kExample));
}

TEST(Config, QuotesWhatOtherReadersWouldTakeForABoolean) {
  Config config = parsed(kExample);
  config.organisation.name = "No";
  EXPECT_NE(show_config(config).find("  name: \"No\"\n"), std::string::npos);
}

TEST(Config, ReadsAndShowsWhatAnAuthorityMustBring) {
  const std::string key = "moe+0af74d4a+AV4hLAmA5LOfwJchE0qgIQk3Tt/SYMDT0Dy1AcjWVFep";
  const Config config = parsed(
      "stores: [{name: a, path: /a}]\n"
      "authorities:\n"
      "  require_second_approver: false\n"
      "  require_signature: true\n"
      "  keys: [" +
      key + "]\n");
  EXPECT_FALSE(config.authorities.require_second_approver);
  EXPECT_TRUE(config.authorities.require_signature);
  EXPECT_EQ(config.authorities.keys, std::vector<std::string>{key});
  EXPECT_NE(show_config(config).find("authorities:\n"
                                     "  require_second_approver: false\n"
                                     "  require_signature: true\n"
                                     "  keys: [" +
                                     key + "]\n"),
            std::string::npos);
}

TEST(Config, ReferenceHasOneRowForEachKey) {
  const std::string table = config_reference();
  EXPECT_NE(table.find("| `stores[].scan.settle` | duration | `5s` | A file younger"),
            table.npos);
  EXPECT_NE(table.find("| `stores[].path` | absolute path | required | "), table.npos);
  EXPECT_NE(table.find("| `retention[].classes` | map of periods | required | "),
            table.npos);
  EXPECT_NE(table.find("| `authorities.require_signature` | true or false | `false` |"),
            table.npos);
  EXPECT_NE(table.find("| `authorities.keys` | list of keys | `[]` | "), table.npos);
  EXPECT_EQ(std::count(table.begin(), table.end(), '\n'), 2 + 20 + 11 + 2 + 3);
}

TEST(Config, AWitnessIsCalledAsItsKeySaysUnlessItHasAName) {
  WitnessConfig witness;
  witness.key =
      "witness.example/w1+04d2d833+BD1AF8PoQ4lakrcKp00bfrycmCzPLsSWjMDNVfEq9GYM";
  EXPECT_EQ(name_of(witness), "witness.example/w1");
  witness.name = "north";
  EXPECT_EQ(name_of(witness), "north");
}

TEST(Config, StarterFileParsesBack) {
  const std::string text = starter_config(
      "/srv/state", {{"bwv", "/srv/evidence/b w"}, {"docs", "/srv/\u202e#\"docs"}});
  const Config config = parsed(text);
  EXPECT_EQ(config.state_dir, "/srv/state");
  ASSERT_EQ(config.stores.size(), 2U);
  EXPECT_EQ(config.stores[0].path, "/srv/evidence/b w");
  EXPECT_EQ(config.stores[1].path, "/srv/\u202e#\"docs");
  EXPECT_EQ(text.find("\u202e"), std::string::npos) << "hidden marks are escaped";
  EXPECT_NE(text.find("# "), std::string::npos);
}

TEST(Config, StarterFileForAPathThatIsNoTextIsRefused) {
  const Result<Config> config =
      parse_config(starter_config("/state", {{"a", "/srv/\xff"}}), "muniment.yml");
  ASSERT_FALSE(config);
  EXPECT_NE(config.error().what.find("not UTF-8"), std::string::npos);
}

TEST_F(ConfigFiles, AreReadWhole) {
  const Result<Config> config = load_config(file("muniment.yml", kExample));
  ASSERT_TRUE(config) << config.error().what;
  EXPECT_EQ(config.value(), parsed(kExample));
}

TEST_F(ConfigFiles, ThatAreMissingOrNoFileSaySo) {
  const Result<Config> missing = load_config(directory_ + "/none.yml");
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, ErrorCode::kNotFound);
  EXPECT_NE(missing.error().what.find("/none.yml: No such file"), std::string::npos);
  EXPECT_FALSE(load_config(directory_));
}

TEST_F(ConfigFiles, ThatMayNotBeReadSaySo) {
  const std::string path = file("muniment.yml", kExample);
  ASSERT_EQ(::chmod(path.c_str(), 0), 0);
  if (::access(path.c_str(), R_OK) == 0) {
    GTEST_SKIP() << "this user may read everything (root)";
  }
  const Result<Config> config = load_config(path);
  ASSERT_FALSE(config);
  EXPECT_EQ(config.error().code, ErrorCode::kPermission);
}

TEST_F(ConfigFiles, OverOneMebibyteAreRefused) {
  const std::string comment =
      "#" + std::string((1 << 20) - kExample.size() - 2, 'x') + "\n";
  EXPECT_TRUE(load_config(file("fits.yml", comment + std::string(kExample))));
  const Result<Config> config =
      load_config(file("large.yml", "#" + comment + std::string(kExample)));
  ASSERT_FALSE(config);
  EXPECT_EQ(config.error().code, ErrorCode::kInvalid);
  EXPECT_NE(config.error().what.find("larger than 1 MiB"), std::string::npos);
}

TEST_F(ConfigFiles, AreFoundInTheDocumentedOrder) {
  const std::string here = file("here.yml", "");
  const std::string there = file("there.yml", "");
  const std::string none = directory_ + "/none.yml";
  EXPECT_EQ(find_config({"/a", "/b", {here}}).value().path, "/a");
  EXPECT_EQ(find_config({"", "/b", {here}}).value().path, "/b");
  EXPECT_EQ(find_config({"", "", {here, there}}).value().path, here);
  EXPECT_EQ(find_config({"", "", {none, there}}).value().path, there);
  EXPECT_EQ(find_config({"/a", "", {}}).value().why, "given by --config");
}

TEST_F(ConfigFiles, ThatAreNowhereLeadToInit) {
  const Result<ConfigFile> found = find_config({"", "", {directory_ + "/none.yml"}});
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().code, ErrorCode::kNotFound);
  EXPECT_NE(found.error().what.find("muniment init NAME=PATH"), std::string::npos);
}

TEST(Nearest, GuessesTypingErrorsOnly) {
  EXPECT_EQ(nearest("evry", {"every", "settle"}), "every");
  EXPECT_EQ(nearest("sacn", {"status", "scan"}), "scan");
  EXPECT_EQ(nearest("VERIFY", {"verify"}), "verify");
  EXPECT_EQ(nearest("xyz", {"scan", "verify"}), "");
  EXPECT_EQ(nearest("", {"scan"}), "");
  EXPECT_EQ(nearest(std::string(100, 'a'), {"aaaa"}), "");
}

}  // namespace
}  // namespace muniment
