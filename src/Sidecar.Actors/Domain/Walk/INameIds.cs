namespace Sidecar.Domain.Walk;

/// <summary>Gives each repeated text a number, so that the text is stored once.</summary>
public interface INameIds
{
    /// <summary>The text's number, from 1; null if the text is to be written out.</summary>
    long? IdOf(string text);
}
