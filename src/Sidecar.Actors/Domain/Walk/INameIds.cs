namespace Sidecar.Domain.Walk;

/// <summary>Gives texts that repeat a number each, under which they are stored once.</summary>
public interface INameIds
{
    /// <summary>From 1; null for a text that is to be stored where it stands.</summary>
    long? IdOf(string text);
}
