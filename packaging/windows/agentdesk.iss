; NOT PROVED HERE: written for Windows 10 and 11, never built on one.
; Inno Setup 6. After PyInstaller has made dist\agentdesk:
;   iscc /DVersion=0.1.0 packaging\windows\agentdesk.iss
; Signed when a certificate is named: /DSign plus the sign tool, as in
;   iscc /DVersion=0.1.0 /DSign "/Ssigner=signtool sign /n $qThe Agency$q /fd sha256 /tr TIMESTAMP_SERVER /td sha256 $f" ...

[Setup]
AppId={{6B0B5E0C-3D7C-4B5C-9C0B-6F3A5E0B9A11}
AppName=AgentDesk
AppVersion={#Version}
AppPublisher=The AgentDesk maintainers
DefaultDirName={autopf}\AgentDesk
DisableProgramGroupPage=yes
PrivilegesRequired=lowest
PrivilegesRequiredOverridesAllowed=dialog
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
LicenseFile=..\..\LICENSE
OutputDir=..\..\dist
OutputBaseFilename=AgentDesk-{#Version}-setup
Compression=lzma2/max
SolidCompression=yes
SetupIconFile=..\agentdesk.ico
UninstallDisplayIcon={app}\agentdesk.exe
CloseApplications=yes
#ifdef Sign
SignTool=signer
SignedUninstaller=yes
#endif

[Files]
Source: "..\..\dist\agentdesk\*"; DestDir: "{app}"; Flags: recursesubdirs ignoreversion

[Icons]
Name: "{autoprograms}\AgentDesk"; Filename: "{app}\agentdesk.exe"

[Run]
Filename: "{app}\agentdesk.exe"; Description: "Open AgentDesk"; Flags: postinstall nowait skipifsilent

; Data in %LOCALAPPDATA%\AgentDesk is its owner's: uninstalling leaves it.
