namespace Sidecar.Trouble.Clients;

/// <summary>What a client got: when it asked and when it had the answer, in ms from the beginning.</summary>
/// <param name="Status">0 when the connection failed.</param>
/// <param name="IsRefused">Every upstream refuses what was asked, whoever asks it.</param>
internal sealed record ClientAnswer(double Asked, double Answered, int Status, bool IsRefused);
