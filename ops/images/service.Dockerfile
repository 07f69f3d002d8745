# Any .NET program of the house. Build arguments: PROJECT (folder) and APP (assembly name).
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
ARG PROJECT
WORKDIR /source
COPY . .
RUN dotnet publish "$PROJECT" -c Release -o /app -p:RestoreLockedMode=true

FROM mcr.microsoft.com/dotnet/aspnet:10.0
ARG APP
ENV TF_APP=/app/$APP
COPY --from=build /app /app
COPY ops/images/setup.sh /
# Volumes take the owner of the folder they cover.
RUN mkdir -p /data && chown app:app /data && chmod 0700 /data
USER app
ENTRYPOINT ["bash", "-c", "exec \"$TF_APP\" \"$@\"", "--"]
