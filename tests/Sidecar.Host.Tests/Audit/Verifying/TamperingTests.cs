namespace Sidecar.Host.Tests.Audit.Verifying;

/// <summary>Each kind of tampering is found, and the right row is named.</summary>
public sealed class TamperingTests(Evidence evidence) : IClassFixture<Evidence>
{
    private const string Journal = "journal.db";
    private const string Ledger = "ledger.db";

    public static readonly TheoryData<string, string, string[], string> Cases = new()
    {
        { "an event's message", Journal,
            ["UPDATE journal SET message = CAST(replace(CAST(message AS TEXT), '7000', '9000') AS BLOB) WHERE ordering = 12"],
            "journal ordering 12 (backend-a number 12): the event was altered" },
        { "an event's message, readable no more", Journal, ["UPDATE journal SET message = x'7b' WHERE ordering = 12"],
            "journal ordering 12 (backend-a number 12): The stored event" },
        { "an event taken out of the middle", Journal, ["DELETE FROM journal WHERE ordering = 50"],
            "journal ordering 50: the event was removed" },
        { "an event taken out with its link", Journal, ["DELETE FROM journal WHERE ordering = 50",
            "DELETE FROM event_chain WHERE ordering = 50"], "journal ordering 51 (backend-a number 51): the sequence has a gap" },
        { "an event taken off the end", Journal, ["DELETE FROM journal WHERE ordering = 233"],
            "journal ordering 233: the event was removed" },
        { "an event taken off the end with its link", Journal,
            ["DELETE FROM journal WHERE ordering = 233", "DELETE FROM event_chain WHERE ordering = 233"],
            "journal ordering 233: rows at the end were removed" },
        { "an event put before others", Journal,
            ["INSERT INTO journal SELECT 0, created, deleted, 'backend-c', 1, message, tags, manifest, identifier, writer_uuid FROM "
                + "journal WHERE ordering = 1"], "journal ordering 0 (backend-c number 1): the event was inserted" },
        { "an event put at the end with a link of its own", Journal,
            ["INSERT INTO journal SELECT 234, created, deleted, persistence_id, 4, message, tags, manifest, identifier, writer_uuid FROM "
                + "journal WHERE ordering = 233", "INSERT INTO event_chain VALUES (234, randomblob(32))"],
                "journal ordering 234 (emergency number 4): the event was altered" },
        { "two events exchanged", Journal, ["UPDATE journal SET ordering = -ordering WHERE ordering IN (20, 121)",
            "UPDATE journal SET ordering = 141 + ordering WHERE ordering IN (-20, -121)"],
            "journal ordering 20 (backend-b number 1): the event was altered" },
        { "two messages exchanged", Journal,
            ["UPDATE journal SET message = (SELECT message FROM journal o WHERE o.ordering = 46 - journal.ordering - 30) WHERE ordering "
                + "IN (5, 11)"], "journal ordering 5 (backend-a number 5): " },
        { "a manifest", Journal, ["UPDATE journal SET manifest = 'probe-closed.v1' WHERE ordering = 6"],
            "journal ordering 6 (backend-a number 6): the event was altered" },
        { "a manifest nobody knows", Journal, ["UPDATE journal SET manifest = 'probe-closed.v9' WHERE ordering = 6"],
            "journal ordering 6 (backend-a number 6): The stored event 'probe-closed.v9' cannot be read" },
        { "a persistence id", Journal, ["UPDATE journal SET persistence_id = 'backend-z' WHERE ordering = 40"],
            "journal ordering 40 (backend-z number 40): the sequence has a gap" },
        { "an event hidden from the server", Journal, ["UPDATE journal SET deleted = 1 WHERE ordering = 120"],
            "journal ordering 120 (backend-a number 120): the event is marked as deleted" },
        { "an event's serializer", Journal, ["UPDATE journal SET identifier = 1 WHERE ordering = 120"],
            "journal ordering 120 (backend-a number 120): the event's serializer" },
        { "a snapshot", Journal,
            ["UPDATE snapshot SET snapshot = CAST(replace(CAST(snapshot AS TEXT), '\"failures\":', '\"failures\":1') AS BLOB) WHERE "
                + "persistence_id = 'backend-b'"], "snapshot row 100 (backend-b number 100): the snapshot is not the fold" },
        { "a snapshot of events to come", Journal, ["UPDATE snapshot SET sequence_number = 500 WHERE persistence_id = 'backend-b'"],
            "snapshot row 500 (backend-b number 500): the snapshot is of an event that is not in the journal" },
        { "a link of the journal", Journal, ["UPDATE event_chain SET hash = randomblob(32) WHERE ordering = 60"],
            "event_chain row 60: the link was altered" },
        { "the last link of the journal", Journal, ["UPDATE event_chain SET hash = randomblob(32) WHERE ordering = 233"],
            "journal ordering 233 (emergency number 3): the event was altered" },
        { "a checkpoint of the journal", Journal, ["UPDATE checkpoints SET count = 232"], "checkpoints row 1: the checkpoint was altered" },
        { "a checkpoint of the journal taken away", Journal, ["UPDATE checkpoints SET id = 2"],
            "checkpoints row 2: checkpoint 1 was removed" },
        { "an attempt", Ledger, ["UPDATE attempts SET total_tokens = 1 WHERE id = 6"], "attempts row 6: the row was altered" },
        { "an attempt, from nothing to zero", Ledger, ["UPDATE attempts SET cached_tokens = 0 WHERE id = 6"],
            "attempts row 6: the row was altered" },
        { "an attempt and its digest", Ledger, ["UPDATE attempts SET total_tokens = 1 WHERE id = 6",
            "UPDATE attempts SET digest = 0 WHERE id = 6"], "attempts row 6: the row was altered" },
        { "an attempt's digest", Ledger, ["UPDATE attempts SET digest = 0 WHERE id = 6"], "attempts row 6: the row's digest was altered" },
        { "an attempt taken away", Ledger, ["DELETE FROM attempts WHERE id = 7"], "attempts row 7: the row was removed" },
        { "the last attempt taken away", Ledger, ["DELETE FROM attempts WHERE id = 12"], "attempts row 12: the row was removed" },
        { "the last attempts taken away with their link", Ledger,
            ["DELETE FROM attempts WHERE id > 8", "DELETE FROM attempts_links WHERE id = 3"],
            "attempts row 9: rows at the end were removed" },
        { "an attempt added", Ledger,
            ["INSERT INTO attempts SELECT 13, at_us, request_id, attempt, backend, pool, model, client, phase, status, error_class, "
                + "prompt_tokens, cached_tokens, completion_tokens, reasoning_tokens, total_tokens, cost_pico, latency_ms, "
                + "first_token_ms, streamed, digest FROM attempts WHERE id = 12"], "attempts row 13: the row was inserted" },
        { "a link of the ledger", Ledger, ["UPDATE attempts_links SET hash = randomblob(32) WHERE id = 2"],
            "attempts_links row 2: the link was altered" },
        { "a link of the ledger taken away", Ledger, ["DELETE FROM attempts_links WHERE id = 2"],
            "attempts_links row 2: the link was removed" },
        { "a walk's facts", Ledger, ["UPDATE walks SET facts = CAST(facts || x'00' AS BLOB) WHERE id = 5"],
            "walks row 5: the row was altered" },
        { "a name", Ledger, ["UPDATE names SET text = 'other' WHERE id = 2"], "names row 2: the row was altered" },
        { "a name exchanged in a row", Ledger, ["UPDATE attempts SET backend = pool WHERE id = 6"], "attempts row 6: the row was altered" },
        { "walks taken off the beginning", Ledger, ["DELETE FROM walks WHERE id <= 6"], "walks row 4: the row was removed" },
        { "walks taken off the beginning with their links", Ledger,
            ["DELETE FROM walks WHERE id <= 6", "DELETE FROM walks_links WHERE id = 2"], "walks_links row 2: the link was removed" },
        { "a checkpoint of the ledger", Ledger, ["UPDATE checkpoints SET at_us = at_us + 1 WHERE id = 2"],
            "checkpoints row 2: the checkpoint was altered" },
        { "a deletion widened", Ledger, ["UPDATE prunes SET up_to = 6", "DELETE FROM walks WHERE id <= 6"],
            "prunes row 1: the row was altered" },
        { "a deletion made up", Ledger,
            ["INSERT INTO prunes SELECT 2, at_us, 6, 2, 6, (SELECT hash FROM walks_links WHERE id = 2), 0 FROM prunes",
            "DELETE FROM walks WHERE id <= 6", "DELETE FROM walks_links WHERE id = 2"], "prunes row 2: the row was inserted" },
    };

    [Theory, MemberData(nameof(Cases))]
    public async Task tampering_is_found_and_its_row_named(string what, string file, string[] statements, string first)
    {
        using var run = new VerifyRun(evidence);
        run.Change(file, statements);

        var (code, output) = await run.Verify();

        Assert.Equal(1, code);
        Assert.True(output.Contains($"First difference: {file}, {first}", StringComparison.Ordinal), $"{what}: {output}");
    }
}
