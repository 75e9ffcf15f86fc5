using Sidecar.Domain.Cooldowns;

namespace Sidecar.Domain.Tests.Cooldowns;

/// <summary>A state as text: immutable dictionaries compare by reference, so equal states would seem to differ.</summary>
internal static class Snapshot
{
    public static string Of(BackendState state) => string.Join(
        '\n',
        state.Models.Select(m => $"{m.Key}: {m.Value}").Concat(state.Absent.Until.Select(m => $"absent {m.Key}: {m.Value:O}"))
            .Prepend($"whole: {state.Whole}").Prepend($"failures {state.Failures}, epoch {state.Epoch}"));
}
