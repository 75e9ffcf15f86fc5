# syntax=docker/dockerfile:1
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source
# Project files first: the restore is cached until a package changes.
COPY global.json Directory.Build.props Directory.Build.targets Directory.Packages.props BannedSymbols.txt .editorconfig ./
COPY src/Sidecar.Actors/Sidecar.Actors.csproj src/Sidecar.Actors/packages.lock.json src/Sidecar.Actors/
COPY src/Sidecar.Host/Sidecar.Host.csproj src/Sidecar.Host/packages.lock.json src/Sidecar.Host/
RUN dotnet restore src/Sidecar.Host --locked-mode
COPY src src
COPY hocon hocon
RUN dotnet publish src/Sidecar.Host -c Release --no-restore -o /app

FROM mcr.microsoft.com/dotnet/aspnet:10.0
WORKDIR /app
COPY --from=build /app ./
# The image's own unprivileged user must own the data it is given to keep.
RUN mkdir /data /config && chown $APP_UID:$APP_UID /data
USER $APP_UID
VOLUME /data
# No debugger or profiler attaches to it.
ENV Sidecar__DataDir=/data \
    Sidecar__Http__Urls=http://0.0.0.0:8080 \
    DOTNET_EnableDiagnostics=0
EXPOSE 8080
# The runtime image has neither curl nor wget; Sidecar asks itself.
HEALTHCHECK --interval=10s --timeout=3s --start-period=15s CMD ["dotnet", "Sidecar.Host.dll", "health"]
ENTRYPOINT ["dotnet", "Sidecar.Host.dll"]
