using System.Runtime.CompilerServices;

namespace Sidecar.Turns;

/// <summary>Awaits an actor's answer so that what follows runs in the thread that answered, but not inside the actor that did.</summary>
public readonly struct AfterTurn<T>(Task<T> answer) : ICriticalNotifyCompletion
{
    public bool IsCompleted => answer.IsCompleted;

    public AfterTurn<T> GetAwaiter() => this;

    public T GetResult() => answer.GetAwaiter().GetResult();

    public void OnCompleted(Action continuation) => answer.ConfigureAwait(false).GetAwaiter().OnCompleted(() => Turn.Continue(continuation));

    public void UnsafeOnCompleted(Action continuation) => answer.ConfigureAwait(false).GetAwaiter().UnsafeOnCompleted(() => Turn.Continue(continuation));
}
