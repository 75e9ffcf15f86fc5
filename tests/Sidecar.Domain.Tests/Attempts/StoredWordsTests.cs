using Sidecar.Domain.Attempts;
using Sidecar.Domain.Cooldowns;
using Sidecar.Domain.Limits;
using Sidecar.Domain.Walk;

namespace Sidecar.Domain.Tests.Attempts;

/// <summary>The members of these enums may be renamed; the words that stand for them in the databases may not. Those words are committed
/// here.</summary>
public sealed class StoredWordsTests
{
    private static readonly (string Name, Func<string, object?> Read, IReadOnlyList<(string Member, string Word)> Words)[] Kinds =
    [
        Kind<AttemptVerdict>(verdict => verdict.ToWire(), word => AttemptVerdictNames.FromWire(word)),
        Kind<RelayOutcome>(outcome => outcome.ToWire(), word => RelayOutcomeNames.FromWire(word)),
        Kind<UpstreamError>(error => error.ToWire(), word => UpstreamErrorNames.FromWire(word)),
        Kind<CooldownReason>(reason => reason.ToWire(), word => CooldownReasonNames.FromWire(word)),
        Kind<RestMode>(mode => mode.ToWire(), word => RestModeNames.FromWire(word)),
        Kind<LeaseRefusal>(refusal => refusal.ToWire(), word => LeaseRefusalNames.FromWire(word), LeaseRefusal.None),
        Kind<RequestPhase>(phase => phase.ToWire(), word => RequestPhaseNames.FromWire(word)),
    ];

    private static IReadOnlyList<string> Golden => File.ReadAllLines(
        Path.Combine(AppContext.BaseDirectory, "fixtures", "words", "stored-words.golden"));

    [Fact]
    public void every_member_has_the_word_that_is_committed() =>
        Assert.Equal(Golden, Kinds.SelectMany(kind => kind.Words.Select(w => $"{kind.Name}.{w.Member} {w.Word}"))
            .Order(StringComparer.Ordinal));

    [Fact]
    public void every_word_is_read_back_as_its_member() => Assert.All(Kinds, kind =>
        Assert.All(kind.Words, w => Assert.Equal(w.Member, kind.Read(w.Word)?.ToString())));

    [Fact]
    public void a_word_that_is_none_is_no_member() => Assert.All(Kinds, kind =>
    {
        if (kind.Name is nameof(RelayOutcome) or nameof(RequestPhase))
            Assert.Null(kind.Read("all_pools_exhausted"));
        else
            Assert.ThrowsAny<Exception>(() => kind.Read("all_pools_exhausted"));
    });

    private static (string, Func<string, object?>, IReadOnlyList<(string, string)>) Kind<T>(
        Func<T, string> write, Func<string, object?> read, params T[] unstored) where T : struct, Enum =>
        (typeof(T).Name, read, [.. Enum.GetValues<T>().Except(unstored).Select(member => (member.ToString(), write(member)))]);
}
