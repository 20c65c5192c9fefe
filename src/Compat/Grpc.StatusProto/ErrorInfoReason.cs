namespace Google.Rpc;

/// <summary>Gives <see cref="ErrorInfo" /> the name that its first field has had since 2020.</summary>
/// <remarks>
/// The carried Google.Api.CommonProtos 2.0.0 still calls field 1 Type; on the wire the two are the same. With a newer
/// package the property of the message itself takes precedence, so that the same source compiles against both.
/// </remarks>
public static class ErrorInfoReason
{
    extension(ErrorInfo info)
    {
        /// <summary>Gets or sets the cause of the error, a constant in capitals such as <c>NOT_QUORATE</c>.</summary>
        public string Reason
        {
            get => info.Type;
            set => info.Type = value;
        }
    }
}
