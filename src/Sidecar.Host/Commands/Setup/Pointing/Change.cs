using Sidecar.Host.Commands.Setup.Agents;

namespace Sidecar.Host.Commands.Setup.Pointing;

/// <summary>The change that would point one of an agent's files at Sidecar.</summary>
/// <param name="Before">Null if the file does not exist.</param>
/// <param name="Values">The values that still have to be changed.</param>
internal sealed record Change(Agent Agent, AgentFile File, byte[]? Before, byte[] After, IReadOnlyList<PointedValue> Values)
{
    /// <summary>Throws <see cref="FormatException"/> if the file is not as expected.</summary>
    public static Change Of(Agent agent, AgentFile file, PointTarget target)
    {
        var bytes = OwnedFile.Read(file.Path);
        var before = OwnedFile.TextOf(bytes);
        var text = before;
        var values = new List<PointedValue>();
        foreach (var edit in file.EditsOf(before, target))
        {
            var now = file.Format.Get(before, edit.Path);
            if (now is not null && file.Format.Same(now, edit.Value))
                continue;
            text = file.Format.Set(text, edit.Path, edit.Value);
            values.Add(new PointedValue(edit.Path, now, edit.Value, file.Format.DepthOf(before, edit.Path)));
        }
        return new Change(agent, file, bytes, values.Count > 0 ? OwnedFile.BytesOf(text) : bytes ?? [], values);
    }
}
