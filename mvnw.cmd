@echo off
rem Runs the Maven that .mvn\wrapper\maven-wrapper.properties names, and gets it first if need be:
rem from %MVNW_REPOURL% if set, else the mvn on the PATH runs instead, else from Apache's archive.
setlocal
set "MAVEN_PROJECTBASEDIR=%~dp0"
set "MAVEN_PROJECTBASEDIR=%MAVEN_PROJECTBASEDIR:~0,-1%"
for /f "usebackq eol=# tokens=1,2 delims==" %%a in ("%~dp0.mvn\wrapper\maven-wrapper.properties") do set "%%a=%%b"
if not defined distributionVersion echo mvnw: no distributionVersion in .mvn\wrapper\maven-wrapper.properties>&2& exit /b 1
if not defined MAVEN_USER_HOME set "MAVEN_USER_HOME=%USERPROFILE%\.m2"
set "MVNW_NAME=apache-maven-%distributionVersion%"
set "MVNW_ID=%distributionSha512Sum:~0,12%"
set "MVNW_DISTS=%MAVEN_USER_HOME%\wrapper\dists\%MVNW_NAME%"
set "MVNW_HOME=%MVNW_DISTS%\%MVNW_ID%"
if exist "%MVNW_HOME%\bin\mvn.cmd" goto run

set "MVNW_FROM=https://archive.apache.org/dist/maven/maven-3/%distributionVersion%/binaries"
if defined MVNW_REPOURL set "MVNW_FROM=%MVNW_REPOURL%/org/apache/maven/apache-maven/%distributionVersion%"
if defined MVNW_REPOURL goto get
where mvn >nul 2>nul
if errorlevel 1 goto get
mvn %MAVEN_ARGS% %*
exit /b %ERRORLEVEL%

:get
echo mvnw: getting Maven %distributionVersion% from %MVNW_FROM%>&2
powershell -NoProfile -ExecutionPolicy Bypass -Command ^
  "$ErrorActionPreference='Stop'; $ProgressPreference='SilentlyContinue';" ^
  "$tmp = Join-Path $env:MVNW_DISTS ('.' + [Guid]::NewGuid());" ^
  "try { New-Item -ItemType Directory -Force $tmp | Out-Null; $zip = Join-Path $tmp 'maven.zip';" ^
  "Invoke-WebRequest -UseBasicParsing ($env:MVNW_FROM + '/' + $env:MVNW_NAME + '-bin.zip') -OutFile $zip;" ^
  "if ((Get-FileHash $zip -Algorithm SHA512).Hash -ne $env:distributionSha512Sum) { throw 'the SHA-512 is not distributionSha512Sum' };" ^
  "Expand-Archive $zip $tmp;" ^
  "if (-not (Test-Path $env:MVNW_HOME)) { Move-Item (Join-Path $tmp $env:MVNW_NAME) $env:MVNW_HOME } }" ^
  "catch { [Console]::Error.WriteLine('mvnw: could not get Maven: ' + $_); exit 1 }" ^
  "finally { Remove-Item -Recurse -Force $tmp -ErrorAction SilentlyContinue }"
if errorlevel 1 exit /b 1

:run
"%MVNW_HOME%\bin\mvn.cmd" %*
exit /b %ERRORLEVEL%
