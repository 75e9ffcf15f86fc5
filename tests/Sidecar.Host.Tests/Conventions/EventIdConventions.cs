using System.Reflection;
using Microsoft.Extensions.Logging;
using Sidecar.Host.Hosting;
using Sidecar.Logging;
using ZLogger;

namespace Sidecar.Host.Tests.Conventions;

/// <summary>Every log message has a number of its own, taken from the one list of them.</summary>
public sealed class EventIdConventions
{
    private static readonly IReadOnlyList<(string Method, int Id)> Messages =
    [
        .. new[] { typeof(SidecarActors).Assembly, typeof(SidecarServer).Assembly }
            .SelectMany(assembly => assembly.GetTypes())
            .SelectMany(type => type.GetMethods(
                BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            .Select(method => ($"{method.DeclaringType!.Name}.{method.Name}", IdOf(method)))
            .Where(message => message.Item2 is not null)
            .Select(message => (message.Item1, message.Item2!.Value)),
    ];

    private static readonly IReadOnlyList<int> Listed = [.. typeof(EventIds).GetFields(BindingFlags.Static | BindingFlags.Public)
        .Select(field => (int)field.GetRawConstantValue()!)];

    [Fact]
    public void no_two_messages_share_a_number() =>
        Assert.Empty(Messages.GroupBy(m => m.Id).Where(g => g.Count() > 1)
            .Select(g => $"{g.Key}: {string.Join(", ", g.Select(m => m.Method))}"));

    [Fact]
    public void the_list_has_each_number_once() => Assert.Equal(Listed.Count, Listed.Distinct().Count());

    [Fact]
    public void every_message_takes_its_number_from_the_list()
    {
        Assert.True(Messages.Count > 40, "the messages were not found");
        Assert.DoesNotContain(Messages, m => !Listed.Contains(m.Id));
        Assert.Empty(Listed.Except(Messages.Select(m => m.Id)));
    }

    private static int? IdOf(MethodInfo method) =>
        method.GetCustomAttribute<LoggerMessageAttribute>()?.EventId ?? method.GetCustomAttribute<ZLoggerMessageAttribute>()?.EventId;
}
