using System.CommandLine;
using System.Globalization;
using Sidecar.Host.Clients;
using Sidecar.Host.Configuration;
using Sidecar.Host.Configuration.Hocon;
using Sidecar.Host.Configuration.Validation;
using Sidecar.Host.Hosting;

namespace Sidecar.Host.Commands.Clients;

/// <summary><c>clients add NAME</c>: shows a new key once, and the lines for the file, which contain only its hash.</summary>
internal static class AddCommand
{
    private const int HighestRpm = 1_000_000;

    public static Command Create(Option<string?> config, CommandContext context)
    {
        var name = new Argument<string>("NAME") { Description = "The client's name: letters, digits, dots, dashes, underscores" };
        var rpm = new Option<int>("--rpm") { Description = "Requests in any window of 60 s; 0 = no limit", HelpName = "N" };
        var models = new Option<string?>(
            "--models")
        { Description = "The models it may use, separated by commas (default: every model)", HelpName = "A,B" };
        var command = new Command(
            "add", "Create a key for a client: shows it once, with the lines for the configuration file") { name, rpm, models };
        command.SetAction(
            line => Run(line.GetRequiredValue(name), line.GetValue(rpm), Split(line.GetValue(models)), line.GetValue(config), context));
        return command;
    }

    private static int Run(string name, int rpm, string[] models, string? file, CommandContext context)
    {
        if (FaultOf(name, rpm) is { } fault)
            return Refuse(fault, context);
        var (settings, faults) = SettingsLoader.Load(file, context.Environment);
        if (settings is null)
            return FaultReport.Print(faults, context.Error);
        if (settings.Clients.Clients.Any(client => client.Name == name))
            return Refuse($"there is a client {name} already: take it out of the file first, or choose another name", context);

        var key = ClientKey.New();
        var output = context.Output;
        output.WriteLine($"The key of {name}, shown only this once; Sidecar keeps only its hash:");
        output.WriteLine();
        output.WriteLine($"    {key}");
        output.WriteLine();
        output.WriteLine("Put these lines into the configuration file and restart Sidecar:");
        output.WriteLine();
        output.WriteLine($"sidecar.clients.{HoconPath.Join(name)} {{");
        output.WriteLine($"  key-hash = \"{ClientKey.HashOf(key)}\"");
        if (rpm > 0)
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  rpm = {rpm}"));
        if (models.Length > 0)
            output.WriteLine($"  allowed-models = [{string.Join(", ", models.Select(Quoted))}]");
        output.WriteLine("}");
        return ExitCodes.Fine;
    }

    private static string? FaultOf(string name, int rpm)
    {
        if (!Names.IsValid(name))
            return Names.Expected;
        return rpm is < 0 or > HighestRpm ? string.Create(CultureInfo.InvariantCulture, $"--rpm must be between 0 and {HighestRpm}") : null;
    }

    private static int Refuse(string fault, CommandContext context)
    {
        context.Error.WriteLine($"sidecar: {fault}");
        return ExitCodes.Misused;
    }

    private static string[] Split(string? models) =>
        models?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];

    private static string Quoted(string model) =>
        $"\"{model.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
