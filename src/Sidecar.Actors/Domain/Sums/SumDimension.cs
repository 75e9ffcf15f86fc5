namespace Sidecar.Domain.Sums;

/// <summary>By what the sums are split. Each is a split of everything, so that the parts of any of them make up the whole.</summary>
public enum SumDimension
{
    Backend,
    Model,
    Client,
}
