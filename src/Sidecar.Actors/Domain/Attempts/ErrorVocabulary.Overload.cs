namespace Sidecar.Domain.Attempts;

/// <content>No capacity for anyone, or down: the backend rests briefly. Also failures of the backend.</content>
internal static partial class ErrorVocabulary
{
    private const string OverloadedWords = """
        overloaded overloadederror serviceunavailable serviceunavailableerror serviceunavailableexception unavailable unavailableerror
        engineoverloaded engineoverloadederror serveroverloaded serverisoverloaded modeloverloaded serverbusy slowdown
        capacityexceeded queueexceeded modelnotreadyexception modelunavailable invalidendpointclosedendpoint
        """;

    private const string OverloadedPhrases = """
        function #: # function cannot be invoked
        function id #: # function cannot be invoked
        # function cannot be invoked
        resourceexhausted:
        all workers are busy
        overloaded
        the engine is currently overloaded
        the server is currently overloaded
        the model is overloaded
        the model is currently overloaded
        this model is currently overloaded
        this model is currently experiencing high demand
        that model is currently overloaded
        model service overloaded
        the model is currently at capacity
        selected model is at capacity
        the service is currently unavailable
        service unavailable
        service temporarily unavailable
        service is too busy
        system is too busy
        server is busy
        server busy
        the server is busy
        we're experiencing high traffic
        no instances available
        no available workers
        no workers available
        capacity temporarily exceeded
        the model is temporarily unavailable
        this model is temporarily unavailable
        the model # is temporarily unavailable
        the endpoint is paused
        bad request: the endpoint is paused
        model is not ready
        no healthy upstream
        loading model
        model # is currently loading
        model is loading
        该模型当前访问量过大
        模型当前访问量过大
        """;

    private const string FailedWords = """
        servererror apierror internalservererror internalerror internal internalserviceerror internalfailure timeouterror
        deadlineexceeded badgateway gatewaytimeout requesttimeout
        """;
}
