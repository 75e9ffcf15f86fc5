namespace Sidecar.Trouble.Clients;

/// <summary>What a client got: when it asked and when it had the answer, in ms from the start.</summary>
/// <param name="Status">0 if the connection failed.</param>
/// <param name="IsRefused">Whether every upstream refuses the request because of what it contains.</param>
internal sealed record ClientAnswer(double Asked, double Answered, int Status, bool IsRefused);
