using System.Globalization;
using Sidecar.Domain.Backends;
using Sidecar.Domain.Policies;
using Sidecar.Host.Commands.Checking;
using Sidecar.Host.Configuration;
using Sidecar.Host.Configuration.Schema;
using Sidecar.Host.Configuration.Values;
using Sidecar.Host.Storage;

namespace Sidecar.Host.Commands;

/// <summary>Shows a configuration on one screen, without secrets.</summary>
internal static class SettingsSummary
{
    public static void Print(SidecarSettings settings, TextWriter output)
    {
        output.WriteLine("The configuration is valid.");
        output.WriteLine();
        output.WriteLine($"listen    {string.Join(", ", settings.Http.Urls)}");
        output.WriteLine($"data      {Storages.Of(settings.DataDirectory, settings.PostgresConnection?.Reveal()).Place}");
        output.WriteLine($"admin     token {(settings.AdminToken is null ? "not set" : "***")}");
        output.WriteLine($"clients   "
            + $"{(settings.Clients.IsOpen ? "no key asked for" : string.Join(", ", settings.Clients.Clients.Select(c => c.Name)))}");
        output.WriteLine($"limits    body {ByteSizeText.Format(settings.Http.MaxRequestBody)}, deadline "
            + $"{DurationText.Format(settings.Http.Deadline)}, drain {DurationText.Format(settings.Http.Drain)}");
        output.WriteLine($"routing   {settings.Walk.Routing.MaxAttempts} attempts, {Spelled(settings.Walk.Routing.Strategy)}");
        var wait = settings.Walk.PrimaryWait;
        output.WriteLine($"wait      {wait.MaxRetries} retries in {DurationText.Format(wait.Budget)}, {wait.MaxWaiting} waiting with "
            + $"{ByteSizeText.Format(wait.MaxWaitingBytes)}, for {wait.For.ToWire()}");
        output.WriteLine($"emergency {settings.Walk.Emergency.Rounds} rounds, {settings.Walk.Emergency.RpmPerBackend} rpm a backend");
        Pools(settings.Catalog, output);
        foreach (var found in settings.WellKnown)
            output.WriteLine($"Backend {found.Backend.Id} exists because {found.Variable} is set and no backend is configured.");
        foreach (var advice in SettingsAdvice.Of(settings))
            output.WriteLine($"Warning: {advice}.");
        if (settings.Catalog.Backends.Count == 0)
            output.WriteLine($"No backend is configured. Add one under sidecar.backends, or set one of "
                + $"{string.Join(", ", WellKnownBackends.Variables)}.");
    }

    private static void Pools(BackendCatalog catalog, TextWriter output)
    {
        var widest = catalog.Backends.Select(b => b.Id.Length).DefaultIfEmpty().Max();
        foreach (var (index, pool) in catalog.Pools.Index())
        {
            output.WriteLine();
            output.WriteLine($"pool {pool}{(index == 0 ? " (primary)" : "")}");
            foreach (var backend in catalog.PoolMembers[index].Select(i => catalog.Backends[i]))
                output.WriteLine($"  {backend.Id.PadRight(widest)}  {backend.BaseUrl}  {string.Join(", ", Facts(backend))}");
            if (catalog.PoolMembers[index].Count == 0)
                output.WriteLine("  no backend");
        }
        output.WriteLine();
    }

    private static IEnumerable<string> Facts(Backend backend)
    {
        yield return backend.ApiKey is not null ? $"key {backend.ApiKey}"
            : backend.HasOwnCredentials ? "key among its headers"
            : "key of the client";
        yield return backend.Rpm == 0 ? "no rpm limit" : string.Create(CultureInfo.InvariantCulture, $"rpm {backend.Rpm}");
        if (backend.Tpm > 0)
            yield return string.Create(CultureInfo.InvariantCulture, $"tpm {backend.Tpm}");
        if (backend.Rpd > 0)
            yield return string.Create(CultureInfo.InvariantCulture, $"rpd {backend.Rpd} from {backend.RpdResets}");
        if (backend.MaxConcurrency > 0)
            yield return string.Create(CultureInfo.InvariantCulture, $"{backend.MaxConcurrency} at once");
        yield return backend.Models.Count switch
        {
            0 => "any model",
            1 => "1 model",
            var count => string.Create(CultureInfo.InvariantCulture, $"{count} models"),
        };
        if (!backend.Enabled)
            yield return "disabled";
    }

    private static string Spelled<T>(T choice) where T : struct, Enum => KeyNames.ToKebab(choice.ToString());
}
