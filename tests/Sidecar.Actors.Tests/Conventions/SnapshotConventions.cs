using System.Text;
using CsCheck;
using Sidecar.Actors.Tests.Journal;
using Sidecar.Domain.Cooldowns;
using Sidecar.Journal;

namespace Sidecar.Actors.Tests.Conventions;

/// <summary>The stored form of a snapshot: its bytes are committed, and every state survives them.</summary>
public sealed class SnapshotConventions
{
    private static readonly DateTimeOffset Instant = new(2030, 1, 2, 3, 4, 5, 6, TimeSpan.Zero);

    private static readonly BackendState Sample = BackendState.Fresh.Apply([
        new CooldownEvents.V1.FailureCounted(Instant, 1, new Cause("r0", 1, 500)),
        new CooldownEvents.V1.CooldownStarted(Instant, null, CooldownReason.RateLimited, Instant.AddSeconds(30), 2, 1,
            new Cause("r1", 2, 429, RetryAfterMs: 7000)),
        new CooldownEvents.V1.CooldownStarted(Instant, "modèle-é", CooldownReason.Overloaded, Instant.AddSeconds(5), 0, 1,
            new Cause("r2", 1, 503)),
        new CooldownEvents.V1.CooldownEnded(Instant.AddSeconds(5), "modèle-é", false, new Cause(null)),
        new CooldownEvents.V1.ProbeLeased(Instant.AddSeconds(6), "modèle-é", Instant.AddSeconds(36), new Cause("r3", 1)),
    ]);

    [Fact]
    public void a_state_is_written_as_exactly_its_golden_bytes() =>
        Assert.Equal(Encoding.UTF8.GetString(Golden), Encoding.UTF8.GetString(BackendStateCodec.Write(Sample)));

    [Fact]
    public void golden_bytes_are_read_as_their_state()
    {
        var read = BackendStateCodec.Read(Golden);

        Assert.Equal((Sample.Whole, Sample.Failures, Sample.Epoch), (read.Whole, read.Failures, read.Epoch));
        Assert.Equal(Sample.Models.AsEnumerable(), read.Models);
    }

    [Fact]
    public void what_was_written_before_rows_and_probes_had_a_beginning_is_read()
    {
        var older = Encoding.UTF8.GetString(Golden)
            .Replace(",\"refusing_since\":\"2030-01-02T03:04:05.006+00:00\"", "", StringComparison.Ordinal)
            .Replace(",\"probe_since\":\"2030-01-02T03:04:11.006+00:00\"", "", StringComparison.Ordinal);

        var read = BackendStateCodec.Read(Encoding.UTF8.GetBytes(older));

        Assert.DoesNotContain("since\":\"2030-01-02T03:04:11", older, StringComparison.Ordinal);
        Assert.Equal(Sample.Whole with { RefusingSince = null }, read.Whole);
        Assert.Equal(Sample.Models["modèle-é"] with { ProbeSince = null }, read.Models["modèle-é"]);
    }

    [Fact]
    public void any_state_survives_writing_and_reading() => RandomEvents.Any.Array[0, 12].Sample(events =>
    {
        var state = BackendState.Fresh.Apply(events.Where(e => e is not CooldownEvents.V1.EmergencyActivated));
        var read = BackendStateCodec.Read(BackendStateCodec.Write(state));
        return read.Whole == state.Whole && read.Failures == state.Failures && read.Epoch == state.Epoch
            && read.Models.SequenceEqual(state.Models);
    });

    private static byte[] Golden => File.ReadAllBytes(Path.Combine(
        AppContext.BaseDirectory, "fixtures", "journal", BackendStateCodec.Manifest + ".golden"));
}
