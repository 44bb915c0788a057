"""Wrong commands, configurations and stores: one clear line, the right status, no harm.

Each row of the tables below becomes one test. Before and after it `status` says the same,
and the ledger verifies.
"""


from support import Scenario, main, needs_root

AUTHORITY = ("authority", "add", "--store", "bwv", "--reference", "R", "--approved-by", "P")

# What was typed; all of it is refused with exit status 2.
COMMANDS = {
    "no_command": (),
    "an_unknown_command": ("scna",),
    "an_unknown_flag": ("scan", "--no-such-flag"),
    "an_unknown_store_to_scan": ("scan", "bvw"),
    "a_known_and_an_unknown_store_to_scan": ("scan", "bwv", "bvw"),
    "an_unknown_store_to_verify": ("verify", "bvw", "--all"),
    "an_unknown_store_of_items": ("items", "bvw"),
    "an_unknown_store_of_changes": ("changes", "--store", "bvw"),
    "an_unknown_store_of_status": ("status", "bvw"),
    "an_empty_store_name": ("scan", ""),
    "items_without_a_store": ("items",),
    "items_of_two_stores": ("items", "bwv", "bwv"),
    "changes_of_an_unknown_kind": ("changes", "--kind", "vanished"),
    "changes_since_a_word": ("changes", "--since", "yesterday"),
    "changes_since_an_impossible_day": ("changes", "--since", "2023-02-30T00:00:00Z"),
    "a_flag_without_its_value": ("changes", "--since"),
    "a_flag_given_twice": ("changes", "--kind", "added", "--kind", "removed"),
    "a_value_for_a_switch": ("changes", "--unexplained=perhaps"),
    "verify_with_all_and_a_path": ("verify", "bwv", "--all", "--path", "a"),
    "verify_of_an_absolute_path": ("verify", "bwv", "--path", "/etc/passwd"),
    "verify_of_a_path_out_of_the_store": ("verify", "bwv", "--path", "../outside"),
    "items_under_a_path_out_of_the_store": ("items", "bwv", "--under", "../outside"),
    "authority_without_a_verb": ("authority",),
    "an_unknown_verb_of_authority": ("authority", "grant"),
    "an_authority_without_its_approver": (*AUTHORITY[:-2], "--prefix", "2023"),
    "an_authority_without_a_scope": AUTHORITY,
    "an_authority_with_an_absolute_prefix": (*AUTHORITY, "--prefix", "/2023"),
    "an_authority_for_a_negative_number": (*AUTHORITY, "--prefix", "a", "--max-items", "-1"),
    "an_authority_for_a_wordy_number": (*AUTHORITY, "--prefix", "a", "--max-items", "many"),
    "an_authority_shown_that_is_not_there": ("authority", "show", "NO-SUCH"),
    "ledger_without_a_verb": ("ledger",),
    "an_unknown_verb_of_ledger": ("ledger", "mend"),
    "an_unknown_option_of_agent": ("agent", "--once-only"),
    "an_agent_with_an_argument": ("agent", "bwv"),
    "a_store_name_with_an_escape_sequence": ("scan", "\x1b[2Jbwv"),
    "a_store_name_that_is_not_utf_8": ("scan", b"\xff\xfe"),
    "a_store_name_of_a_hundred_thousand_bytes": ("scan", "b" * 100_000),
    "init_without_a_store": ("init",),
    "init_over_a_configuration_that_is_there": ("init", "bwv=/srv/evidence"),
}

ONE = "stores:\n  - name: bwv\n    path: {store}\n"

# What the configuration says; all of it is refused with exit status 2.
CONFIGURATIONS = {
    "that_is_empty": "",
    "that_is_not_yaml": "stores: [}\n",
    "that_is_a_list": "- stores\n",
    "that_is_a_number": "42\n",
    "that_is_binary": b"\x00\xff\xfe\x80stores:\n",
    "with_an_unknown_key": "state_dri: /tmp\n" + ONE,
    "with_an_unknown_key_of_a_store": ONE + "    colection: x\n",
    "with_a_key_given_twice": "state_dir: /a\nstate_dir: /b\n" + ONE,
    "without_stores": "state_dir: /tmp/none\n",
    "with_stores_that_are_a_word": "stores: bwv\n",
    "with_a_store_without_a_name": "stores:\n  - path: {store}\n",
    "with_a_store_without_a_path": "stores:\n  - name: bwv\n",
    "with_a_store_named_twice": ONE + "  - name: bwv\n    path: {store}\n",
    "with_an_empty_store_name": "stores:\n  - name: ''\n    path: {store}\n",
    "with_a_relative_store_path": "stores:\n  - name: bwv\n    path: srv/evidence\n",
    "with_an_empty_store_path": "stores:\n  - name: bwv\n    path: ''\n",
    "with_a_period_without_a_unit": ONE + "    scan: {{every: 17}}\n",
    "with_a_negative_period": ONE + "    scan: {{every: -1h}}\n",
    "with_a_period_of_an_unknown_unit": ONE + "    scan: {{every: 1 fortnight}}\n",
    "with_a_settle_time_that_is_a_list": ONE + "    scan: {{settle: [5s]}}\n",
    "with_a_rate_that_is_a_word": ONE + "    fixity: {{max_rate: fast}}\n",
    "with_an_unknown_retention": ONE + "    retention: none-such\n",
    "with_a_port_that_is_none": ONE + "web: {{listen: '127.0.0.1:99999'}}\n",
    "with_a_negative_number_of_collections": ONE + "metrics: {{max_collections: -1}}\n",
    "with_a_key_that_is_an_escape_sequence": ONE + "\"\\e[2Jkey\": 1\n",
    "nested_without_end": ONE + "metrics: " + "[" * 20_000 + "\n",
    "that_refers_to_itself": "stores: &a [*a]\n",
}


class BadInput(Scenario):
    def setUp(self):
        super().setUp()
        self.fill(3)
        self.scan(items=3)
        self.right = self.config.read_text()
        self.before = self.overview()
        self.addCleanup(self.check_no_harm)  # before the ledger is checked

    def check_no_harm(self):
        self.config.write_text(self.right)
        self.assertEqual(self.overview(), self.before)

    def refuse(self, *args, expect=2, named=None):
        run = self.muniment(*args, expect=expect, json_output=False, timeout=20)
        self.assert_safe(run)
        self.assertEqual(run.out, b"", run)
        self.assertEqual(len(run.err.splitlines()), 1, f"not one line: {run}")
        self.assertGreater(len(run.err), 10, run)
        if named:
            self.assertIn(named, run.err.decode())
        error = self.muniment(*args, expect=expect, timeout=20).error()
        self.assertEqual(set(error) & {"code", "message"}, {"code", "message"})
        self.assertTrue(error["message"])

    def refuse_configuration(self, text):
        if isinstance(text, str):
            text = text.replace("{store}", str(self.store)).replace("{{", "{") \
                .replace("}}", "}").encode()
        self.config.write_bytes(text)
        self.refuse("scan")


class ACommand(BadInput):
    """Its tests are made from COMMANDS."""

    def test_misspelt_gets_the_nearest_one_offered(self):
        self.refuse("scna", named="scan")

    def test_for_a_misspelt_store_names_it(self):
        self.refuse("scan", "bvw", named="bvw")


class AConfiguration(BadInput):
    """Its tests are made from CONFIGURATIONS."""

    def test_that_is_not_there_is_refused(self):
        self.config.unlink()
        self.refuse("scan")

    def test_that_is_a_directory_is_refused(self):
        self.config.unlink()
        self.config.mkdir()
        try:
            self.refuse("scan")
        finally:
            self.config.rmdir()

    def test_with_a_misspelt_key_is_refused_with_line_and_nearest_key(self):
        self.config.write_text(f"stores:\n  - name: bwv\n    pth: {self.store}\n")
        run = self.muniment("scan", expect=2, json_output=False)
        text = run.err.decode()
        for part in (self.config.name, "3", "pth", "path"):
            self.assertIn(part, text)

    def test_with_a_store_inside_another_or_the_state_directory_is_refused(self):
        for path in (self.state, self.state / "ledger", self.home):
            with self.subTest(path.name):
                self.config.write_text(f"state_dir: {self.state}\nstores:\n"
                                       f"  - name: bwv\n    path: {path}\n")
                self.refuse("scan")


class AStateDirectory(BadInput):
    def test_that_is_a_file_fails(self):
        wrong = self.home / "file"
        wrong.write_bytes(b"")
        self.config.write_text(self.right.replace(str(self.state), str(wrong)))
        self.refuse("scan", expect=4)

    def test_that_may_not_be_written_fails(self):
        self.become_nobody()
        wrong = self.home / "closed"
        wrong.mkdir()
        wrong.chmod(0o555)
        self.config.write_text(self.right.replace(str(self.state), str(wrong / "state")))
        self.refuse("scan", expect=4)

    @needs_root
    def test_on_a_read_only_filesystem_fails(self):
        self.config.write_text(self.right.replace(str(self.state), "/proc/muniment"))
        self.refuse("scan", expect=4)


class Initialising(Scenario):
    def test_writes_a_configuration_that_scans(self):
        self.fill(3)
        self.config.unlink()
        self.muniment("init", f"bwv={self.store}", "--state-dir", str(self.state))
        self.assertTrue((self.state / "keys").is_dir())
        self.muniment("config", "check")
        self.scan(items=3)

    def test_puts_the_state_beside_the_configuration_unless_told(self):
        self.config.unlink()
        self.muniment("init", f"bwv={self.store}")
        self.assertTrue((self.home / "muniment-state").is_dir())

    def test_does_not_overwrite_a_configuration(self):
        text = self.config.read_text()
        self.muniment("init", f"bwv={self.store}", expect=2)
        self.assertEqual(self.config.read_text(), text)

    def test_refuses_what_is_not_name_and_path(self):
        self.config.unlink()
        for word in ("bwv", "=path", "bwv=", f"bwv={self.home}/none-such", "a/b=/srv",
                     "\x1b[2J=/srv"):
            with self.subTest(word):
                run = self.muniment("init", word, expect=2, json_output=False)
                self.assert_safe(run)
                self.assertFalse(self.config.exists())

    def test_refuses_a_name_given_twice(self):
        self.config.unlink()
        self.muniment("init", f"bwv={self.store}", f"bwv={self.home}", expect=2)
        self.assertFalse(self.config.exists())

    def test_answers_the_version_and_help_without_a_configuration(self):
        self.config.unlink()
        self.assertIn(b"muniment", self.muniment("--version", json_output=False).out.lower())
        self.assertIn(b"scan", self.muniment("--help", json_output=False).out)


def add_tests(case, sentence, table, check):
    for name, value in table.items():
        def test(self, value=value):
            check(self, value)
        setattr(case, f"test_{sentence.format(name)}", test)


add_tests(ACommand, "with_{}_is_refused", COMMANDS, lambda self, args: self.refuse(*args))
add_tests(AConfiguration, "{}_is_refused", CONFIGURATIONS, BadInput.refuse_configuration)

if __name__ == "__main__":
    main()
