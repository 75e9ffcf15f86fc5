using Sidecar.Domain.Backends;
using Sidecar.Domain.Walk;
using Sidecar.Host.Configuration.Hocon;
using Sidecar.Host.Configuration.Values;

namespace Sidecar.Host.Configuration;

/// <summary>Warns about valid settings that leave no time for a second attempt if the first one hangs.</summary>
internal static class TimeoutAdvice
{
    /// <summary>One line each, beginning with the key's path.</summary>
    public static IEnumerable<string> Of(SidecarSettings settings)
    {
        var (deadline, least) = (settings.Http.Deadline, AttemptShare.Least);
        if (deadline < 2 * least)
        {
            yield return $"sidecar.http.deadline: below {DurationText.Format(2 * least)} a stream's first attempt takes all of it, "
                + "and none is left for a second";
            yield break;
        }
        foreach (var backend in settings.Catalog.Defined)
            foreach (var (key, timeout) in Timeouts(backend))
                if (timeout > deadline - least)
                    yield return $"{HoconPath.Append("sidecar.backends", backend.Id)}.{key}: {DurationText.Format(timeout)} of a "
                        + $"deadline of {DurationText.Format(deadline)} leaves no room for a second attempt";
    }

    private static IEnumerable<(string Key, TimeSpan Timeout)> Timeouts(Backend backend) =>
        [("connect-timeout", backend.ConnectTimeout), ("first-token-timeout", backend.FirstTokenTimeout)];
}
