using System.Text;
using Sidecar.Domain.Audit;
using Sidecar.Domain.Limits;
using Sidecar.Domain.Walk;

namespace Sidecar.Domain.Tests.Walk;

public sealed class WalkFactReaderTests
{
    [Fact]
    public void every_golden_fact_is_read_as_its_kind_and_instant() =>
        Assert.All(WalkFactCodecTests.Golden, row =>
        {
            var (json, fact) = ((string)row[0], (WalkFact)row[1]);
            var read = Assert.Single(Read($"[{json}]"));
            Assert.Equal(fact.At, read.At);
            Assert.Contains($"\"f\":\"{read.Kind}\"", json, StringComparison.Ordinal);
        });

    [Fact]
    public void every_field_of_a_lease_is_read()
    {
        var read = Read("""[{"f":"lease","at":"2026-03-01T12:00:00Z","phase":"primary-wait","backend":"a","refused":"tpm","retry_at":"2026-03-01T12:00:01Z","epoch":4,"probe":true,"n":9,"v":7,"back":[6,8]}]""")[0];

        Assert.Equal((RequestPhase.PrimaryWait, "a", LeaseRefusal.Tpm, 4L, true, 9L, 7L),
            (read.Phase, read.Backend, read.Refusal, read.Epoch, read.IsProbe, read.Place.Number, read.Place.Events));
        Assert.Equal([6, 8], read.Place.Returned!);
        Assert.Equal(1, (read.RetryAt!.Value - read.At).TotalSeconds);
    }

    [Fact]
    public void what_an_answer_tells_of_its_backend_is_read_and_told()
    {
        var silent = Read("""[{"f":"answered","at":"2026-03-01T12:00:00Z","error":"HeadTimeout","verdict":"FailedTransport","silent":true}]""")[0];
        var used = Read("""[{"f":"answered","at":"2026-03-01T12:00:00Z","status":429,"verdict":"RateLimited","limit_used":true}]""")[0];

        Assert.Equal((true, false, false, true), (silent.IsSilent, silent.IsLimitUsed, used.IsSilent, used.IsLimitUsed));
        Assert.EndsWith("rests at once", AttemptWords.Of(silent), StringComparison.Ordinal);
        Assert.Contains("configured limit", AttemptWords.Of(used), StringComparison.Ordinal);
    }

    [Fact]
    public void candidates_are_loads_reasons_and_instants()
    {
        var candidates = Read("""[{"f":"round","at":"2026-03-01T12:00:00Z","order":["a","b"],"candidates":{"a":2,"b":"cooling:rate_limited","c":"2026-03-01T12:00:09Z"}}]""")[0].Candidates!;

        Assert.Equal((2, "cooling:rate_limited", 9), (candidates["a"].Load, candidates["b"].Why, candidates["c"].Until!.Value.Second));
    }

    [Fact]
    public void what_a_later_version_adds_is_no_fault() =>
        Assert.Equal("teleported", Read("""[{"f":"teleported","at":"2026-03-01T12:00:00Z","to":{"x":[1,{}]}}]""")[0].Kind);

    [Theory]
    [InlineData("{}"), InlineData("["), InlineData("[{\"f\":1}]"), InlineData("[{\"f\":\"lease\",\"refused\":\"mood\"}]"), InlineData("")]
    public void what_is_no_walk_is_refused(string json) => Assert.Throws<InvalidDataException>(() => Read(json));

    private static IReadOnlyList<StoredFact> Read(string json) => WalkFactReader.Read(Encoding.UTF8.GetBytes(json));
}
