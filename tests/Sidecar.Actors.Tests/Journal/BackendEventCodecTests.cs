using System.Reflection;
using System.Text;
using CsCheck;
using Sidecar.Domain.Cooldowns;
using Sidecar.Journal;

namespace Sidecar.Actors.Tests.Journal;

public sealed class BackendEventCodecTests
{
    public static TheoryData<string> Manifests => [.. SampleEvents.ByManifest.Keys];

    [Theory, MemberData(nameof(Manifests))]
    public void an_event_is_written_as_exactly_its_golden_bytes(string manifest)
    {
        var (name, bytes) = BackendEventCodec.Write(SampleEvents.ByManifest[manifest]);

        Assert.Equal(manifest, name);
        Assert.Equal(Encoding.UTF8.GetString(Golden(manifest)), Encoding.UTF8.GetString(bytes));
    }

    [Theory, MemberData(nameof(Manifests))]
    public void golden_bytes_are_read_as_their_event(string manifest) =>
        Assert.Equal(SampleEvents.ByManifest[manifest], BackendEventCodec.Read(manifest, Golden(manifest)));

    [Fact]
    public void every_event_type_has_a_golden_file_of_its_own()
    {
        var types = typeof(CooldownEvents.V1).GetNestedTypes(BindingFlags.Public).Where(typeof(IBackendEvent).IsAssignableFrom);

        Assert.Equal(types.ToHashSet(), SampleEvents.ByManifest.Values.Select(e => e.GetType()).ToHashSet());
    }

    [Fact]
    public void any_event_survives_writing_and_reading() => RandomEvents.Any.Sample(written =>
    {
        var (manifest, bytes) = BackendEventCodec.Write(written);
        return BackendEventCodec.Read(manifest, bytes).Equals(written) && BackendEventCodec.ReadInstant(bytes) == written.At;
    });

    [Fact]
    public void several_activations_are_written_with_their_number() => Assert.Equal(
        """{"at":"1970-01-01T00:00:00.0000000Z","model":"m","activations":39,"cause":{"request_id":"r"}}""",
        Encoding.UTF8.GetString(BackendEventCodec.Write(new CooldownEvents.V1.EmergencyActivated(
            DateTimeOffset.UnixEpoch, "m", new Cause("r"), 39)).Bytes));

    [Fact]
    public void fields_of_a_later_version_are_skipped() => Assert.Equal(
        new CooldownEvents.V1.FailuresCleared(DateTimeOffset.UnixEpoch, new Cause("r")),
        Read("failures-cleared.v1", """{"new":{"at":[1,{"at":2}]},"at":"1970-01-01T00:00:00Z","cause":{"zone":["a"],"request_id":"r"},"tail":[[]]}"""));

    [Fact]
    public void absent_and_null_optional_fields_are_null() => Assert.Equal(
        new CooldownEvents.V1.ProbeClosed(DateTimeOffset.UnixEpoch, null, new Cause(null)),
        Read("probe-closed.v1", """{"at":"1970-01-01T00:00:00Z","model":null,"cause":{"status":null}}"""));

    [Theory]
    [InlineData("cooldown-started.v9", """{"at":"1970-01-01T00:00:00Z"}""", "does not know the manifest")]
    [InlineData("probe-leased.v1", """{"at":"1970-01-01T00:00:00Z"}""", "'until' is missing")]
    [InlineData("emergency-activated.v1", """{"at":"1970-01-01T00:00:00Z"}""", "'model' is missing")]
    [InlineData("streak-reset.v1", """{"at":"1970-01-01T00:00:00Z","streak":"two"}""", "number")]
    [InlineData("cooldown-started.v1", """{"at":"1970-01-01T00:00:00Z","reason":"mood"}""", "unknown cooldown reason")]
    [InlineData("probe-closed.v1", """{"at":"yesterday"}""", "DateTimeOffset")]
    [InlineData("probe-closed.v1", """{"at":"1970-01-01T00:00:00Z","cause":7}""", "'cause' is not an object")]
    [InlineData("probe-closed.v1", "[]", "not a JSON object")]
    [InlineData("probe-closed.v1", """{"at":"1970-01-01""", "end of data")]
    [InlineData("probe-closed.v1", "", "JSON")]
    public void an_unreadable_event_is_refused_by_name_and_cause(string manifest, string json, string cause)
    {
        var fault = Assert.Throws<InvalidDataException>(() => Read(manifest, json));

        Assert.Contains(manifest, fault.Message, StringComparison.Ordinal);
        Assert.Contains(cause, fault.Message, StringComparison.Ordinal);
    }

    private static IBackendEvent Read(string manifest, string json) => BackendEventCodec.Read(manifest, Encoding.UTF8.GetBytes(json));

    private static byte[] Golden(string manifest) => File.ReadAllBytes(
        Path.Combine(AppContext.BaseDirectory, "fixtures", "journal", manifest + ".golden"));
}
