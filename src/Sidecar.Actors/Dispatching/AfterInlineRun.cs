using System.Runtime.CompilerServices;

namespace Sidecar.Dispatching;

/// <summary>Awaits an actor's answer so that the continuation runs on the thread that answered, but not inside the actor.</summary>
public readonly struct AfterInlineRun<T>(Task<T> answer) : ICriticalNotifyCompletion
{
    public bool IsCompleted => answer.IsCompleted;

    public AfterInlineRun<T> GetAwaiter() => this;

    public T GetResult() => answer.GetAwaiter().GetResult();

    public void OnCompleted(Action continuation) =>
        answer.ConfigureAwait(false).GetAwaiter().OnCompleted(() => InlineRun.Continue(continuation));

    public void UnsafeOnCompleted(Action continuation) =>
        answer.ConfigureAwait(false).GetAwaiter().UnsafeOnCompleted(() => InlineRun.Continue(continuation));
}
