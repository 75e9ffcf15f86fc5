using System.Text;
using Sidecar.Domain.Definitions;
using Sidecar.Journal;
using static Sidecar.Domain.Definitions.DefinitionEvents.V1;

namespace Sidecar.Actors.Tests.Journal;

/// <summary>The stored form of definitions. The bytes here are committed: changing one breaks what is already stored.</summary>
public sealed class DefinitionEventCodecTests
{
    private static readonly DateTimeOffset At = new(2026, 11, 23, 10, 0, 0, 250, TimeSpan.Zero);
    private static readonly StoredBackend Backend = new("a.b", """{"pool":"primary","rpm":40}""", "v1.0123abcd.AAAA");

    public static TheoryData<string, string, IDefinitionEvent> Golden => new()
    {
        { "backend-added.v1", """{"at":"2026-11-23T10:00:00.2500000Z","by":"alice","id":"a.b","definition":{"pool":"primary","rpm":40},"sealed":"v1.0123abcd.AAAA"}""", new BackendAdded(At, "alice", Backend) },
        { "backend-changed.v1", """{"at":"2026-11-23T10:00:00.2500000Z","by":"alice","id":"a.b","definition":{"pool":"primary","rpm":40}}""", new BackendChanged(At, "alice", Backend with { Sealed = null }) },
        { "backend-removed.v1", """{"at":"2026-11-23T10:00:00.2500000Z","by":"alice","id":"a.b"}""", new BackendRemoved(At, "alice", "a.b") },
        { "backend-switched.v1", """{"at":"2026-11-23T10:00:00.2500000Z","by":"alice","id":"a.b","enabled":false}""", new BackendSwitched(At, "alice", "a.b", false) },
        { "backend-switched.v1", """{"at":"2026-11-23T10:00:00.2500000Z","by":"alice","id":"a.b"}""", new BackendSwitched(At, "alice", "a.b", null) },
        { "backend-switched.v1", """{"at":"2026-11-23T10:00:00.2500000Z","by":"alice","id":"a.b","why":"too dear","enabled":false}""", new BackendSwitched(At, "alice", "a.b", false, "too dear") },
        { "backend-removed.v1", """{"at":"2026-11-23T10:00:00.2500000Z","by":"alice","id":"a.b","why":"gone"}""", new BackendRemoved(At, "alice", "a.b", "gone") },
        { "backend-added.v1", """{"at":"2026-11-23T10:00:00.2500000Z","by":"alice","id":"a.b","why":"new","definition":{"pool":"primary","rpm":40},"sealed":"v1.0123abcd.AAAA"}""", new BackendAdded(At, "alice", Backend, "new") },
        { "backend-changed.v1", """{"at":"2026-11-23T10:00:00.2500000Z","by":"alice","id":"a.b","why":"slow","definition":{"pool":"primary","rpm":40},"sealed":"v1.0123abcd.AAAA"}""", new BackendChanged(At, "alice", Backend, "slow") },
        { "secrets-resealed.v1", """{"at":"2026-11-23T10:00:00.2500000Z","by":"alice","id":"a.b","sealed":"v1.x.y"}""", new SecretsResealed(At, "alice", "a.b", "v1.x.y") },
    };

    [Theory, MemberData(nameof(Golden))]
    public void an_event_has_these_bytes_and_comes_back_from_them(string manifest, string json, IDefinitionEvent happened)
    {
        var (stored, bytes) = DefinitionEventCodec.Write(happened);

        Assert.Equal((manifest, json), (stored, Encoding.UTF8.GetString(bytes)));
        Assert.Equal(happened, DefinitionEventCodec.Read(manifest, bytes));
        Assert.Equal(At, BackendEventCodec.ReadInstant(bytes));
    }

    [Theory]
    [InlineData("backend-added.v2", """{"at":"2026-11-23T10:00:00Z","by":"x","id":"a"}""")]
    [InlineData("backend-added.v1", """{"at":"2026-11-23T10:00:00Z","by":"x","id":"a"}""")]
    [InlineData("backend-removed.v1", """{"at":"yesterday","by":"x","id":"a"}""")]
    [InlineData("backend-removed.v1", "[]")]
    [InlineData("backend-removed.v1", "null")]
    [InlineData("backend-removed.v1", "{")]
    public void what_cannot_be_read_is_reported_with_its_manifest(string manifest, string json)
    {
        var fault = Assert.Throws<InvalidDataException>(() => DefinitionEventCodec.Read(manifest, Encoding.UTF8.GetBytes(json)));

        Assert.Contains(manifest, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void everything_of_an_event_is_shown_except_its_seal()
    {
        var shown = Encoding.UTF8.GetString(DefinitionEventCodec.Shown(
            DefinitionEventCodec.Write(new BackendAdded(At, "alice", Backend)).Bytes));

        Assert.Contains("\"sealed\":\"***\"", shown, StringComparison.Ordinal);
        Assert.Contains("\"rpm\":40", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("v1.0123abcd", shown, StringComparison.Ordinal);
        Assert.Empty(DefinitionEventCodec.Shown("{"u8));
    }
}
