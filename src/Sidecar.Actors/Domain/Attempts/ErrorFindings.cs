using System.Buffers.Text;

namespace Sidecar.Domain.Attempts;

/// <summary>Collects what one error says in its several fields; the most specific one decides.</summary>
internal struct ErrorFindings
{
    private const int Number = 0;
    private const int Code = 1;
    private const int Status = 2;
    private const int Type = 3;
    private const int ProviderCode = 4;
    private const int Text = 5;

    private ErrorKind? _aboutThisRequest;
    private ErrorKind? _aboutTheBackend;
    private int _rank;
    private long? _limit;
    private long? _requested;
    private bool _saysTooLarge;
    private bool _isForbidden;
    private bool _hasFailed;
    private bool _isRejected;
    private bool _namesParameter;

    /// <summary>By its own numbers, the request is larger than a limit.</summary>
    public readonly bool ExceedsItsLimit => _saysTooLarge || _requested > _limit;

    /// <summary>The meaning of a number that repeats an HTTP status.</summary>
    public ErrorKind? StatusNumber { get; private set; }

    /// <summary>Null: unknown.</summary>
    /// <remarks>
    /// What is about this one request goes first: OpenRouter uses 402 both for a whole account and for one costly request. Then comes
    /// whatever names a reason, by a number, a code, a type or a phrase; then what names none; last the general word that the request is
    /// wrong.
    /// </remarks>
    public readonly ErrorKind? Kind => _aboutThisRequest ?? _aboutTheBackend ?? Weak;

    private readonly ErrorKind? Weak =>
        _isForbidden ? ErrorKind.Forbidden
        : _hasFailed ? ErrorKind.Failed
        : _namesParameter ? ErrorKind.ParameterRejected
        : _isRejected ? ErrorKind.RequestRejected
        : null;

    public void AddCode(ReadOnlySpan<byte> value) => Add(value, Code);

    public void AddStatus(ReadOnlySpan<byte> value) => Add(value, Status);

    public void AddType(ReadOnlySpan<byte> value) => Add(value, Type);

    public void AddMiniMaxCode(ReadOnlySpan<byte> value)
    {
        if (Utf8Parser.TryParse(value, out long number, out var used) && used == value.Length)
            Add(ProviderCodes.OfMiniMax(number), ProviderCode);
    }

    /// <param name="text">In lower case, without leading white space or quotes.</param>
    public void AddText(ReadOnlySpan<byte> text)
    {
        Add(ErrorVocabulary.FromText(text) ?? (text.Contains((byte)' ') ? null : ErrorWord.Read(text)), Text);
        _saysTooLarge |= SizeNumbers.Exceed(text);
    }

    /// <summary>The error names the parameter that it is about.</summary>
    public void AddParameter(ReadOnlySpan<byte> name) =>
        _namesParameter |= !name.IsEmpty && !name.StartsWith("messages"u8) && !name.StartsWith("input"u8)
            && !name.StartsWith("prompt"u8) && !name.StartsWith("model"u8);

    public void AddSize(long tokens, bool isLimit)
    {
        if (isLimit)
            _limit ??= tokens;
        else
            _requested ??= tokens;
    }

    public void AddModeration() => Add(ErrorKind.ContentRefused, Code);

    private void Add(ReadOnlySpan<byte> value, int rank)
    {
        if (!Utf8Parser.TryParse(value, out long number, out var used) || used != value.Length)
        {
            Add(ErrorWord.Read(value), rank);
            return;
        }
        StatusNumber ??= ErrorVocabulary.FromStatus(number);
        if (ErrorVocabulary.FromStatus(number) is { } known)
            Add(known, Number);
        else
            Add(ProviderCodes.OfCode(number), ProviderCode);
    }

    private void Add(ErrorKind? kind, int rank)
    {
        switch (kind)
        {
            case null:
                break;
            case ErrorKind.Forbidden:
                _isForbidden = true;
                break;
            case ErrorKind.Failed:
                _hasFailed = true;
                break;
            case ErrorKind.RequestRejected:
                _isRejected = true;
                break;
            case ErrorKind.ParameterRejected:
                _namesParameter = true;
                break;
            case ErrorKind.ModelAbsent or ErrorKind.TooLarge or ErrorKind.Unsupported
                or ErrorKind.ContentRefused or ErrorKind.NotForThisKey:
                _aboutThisRequest ??= kind;
                break;
            default:
                if (_aboutTheBackend is null || rank < _rank)
                    (_aboutTheBackend, _rank) = (kind, rank);
                break;
        }
    }
}
